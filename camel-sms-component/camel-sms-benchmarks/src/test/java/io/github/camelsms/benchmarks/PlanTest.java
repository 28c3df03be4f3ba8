package io.github.camelsms.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {

    @Test
    void firstRoundHasEveryVariantAtEveryLevel() {
        List<Task> tasks = plan().round(1);

        assertThat(tasks.stream().filter(task -> task.kind() == Kind.STEADY).map(Task::variant))
                .containsExactlyElementsOf(Variants.names(Kind.STEADY));
        assertThat(tasks.stream().map(Task::kind).distinct()).containsExactly(Kind.values());
        assertThat(tasks.get(0).levels()).hasSize(11);
    }

    @Test
    void laterRoundsHaveOnlyWhatDecidesAGoalAndBeginWithAnotherVariant() {
        List<String> second = labels(plan("--only", "steady"), 2);

        assertThat(second)
                .containsExactly(
                        "steady sms-send-synchronous [instant/64]",
                        "steady sms-send-telesign [instant/64, tls/256]",
                        "steady route-http-expert [instant/64, delayed/2000]",
                        "steady telesign-sdk [instant/64, tls/256]",
                        "steady raw-hc5 [instant/64]",
                        "steady sms-send [instant/64, delayed/2000]");
    }

    @Test
    void goalsOnlyLeavesTheRestOutOfTheFirstRoundToo() {
        assertThat(labels(plan("--goals"), 1))
                .contains("young sms-send [instant/64]", "limiter sms-limiter [instant/64]")
                .noneMatch(label -> label.contains("route-http-tuned") || label.contains("bulk"));
    }

    @Test
    void youngJvmHasOneLevel() {
        assertThat(labels(
                        plan("--only", "young", "--variants", "raw-hc5", "--young-levels", "instant/64,delayed/256"),
                        1))
                .containsExactly("young raw-hc5 [instant/64]", "young raw-hc5 [delayed/256]");
    }

    @Test
    void earlierBuildHasTheRoundsOfTheGoals(@TempDir Path directory) throws Exception {
        String jar = Files.createFile(directory.resolve("before.jar")).toString();

        assertThat(labels(plan("--only", "young", "--component", jar), 3))
                .containsExactlyInAnyOrder(
                        "young sms-send [instant/64]",
                        "young route-http-expert [instant/64]",
                        "young sms-send-waiting@before [instant/64]",
                        "young sms-send-telesign-waiting@before [instant/64]");
    }

    @Test
    void argumentsThatDoNotExistAreNamed() {
        assertThatThrownBy(() -> Options.parse("--variants", "sms-sent")).hasMessageContaining("'sms-sent'");
        assertThatThrownBy(() -> Options.parse("--variants", "raw-hc5@before")).hasMessageContaining("raw-hc5@before");
        assertThatThrownBy(() -> Options.parse("--variants", "sms-send@before")).hasMessageContaining("--component");
        assertThatThrownBy(() -> Options.parse("--only", "old")).hasMessageContaining("'old'");
        assertThatThrownBy(() -> Options.parse("--levels", "slow/64")).hasMessageContaining("'slow'");
        assertThatThrownBy(() -> Options.parse("--fast", "1")).hasMessageContaining("--fast");
    }

    @Test
    void taskSurvivesItsArguments() {
        Task task = plan("--quick").round(1).get(0);

        assertThat(Task.parse(task.toArgs().toArray(String[]::new))).isEqualTo(task);
    }

    private static Plan plan(String... args) {
        return new Plan(Options.parse(args), new StubAddress(1, Map.of(Target.INSTANT, 80)));
    }

    private static List<String> labels(Plan plan, int round) {
        return plan.round(round).stream()
                .map(task -> task.kind().id() + " " + task.variant() + " " + task.levels())
                .toList();
    }
}
