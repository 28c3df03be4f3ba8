package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;

/** A method of the interface: from a call to the members of a positive reply, all but the closing error block. */
interface Method {

    /** @throws TransmitSmsRefusal any refusal */
    Members call(Call call);
}
