#!/usr/bin/env sh
# Takes the pictures of the simulator's inbox anew: docs/images/inbox.sh
# It needs chromium and chromedriver on the path, and Noto Color Emoji (Debian: chromium chromium-driver fonts-noto-color-emoji).
set -eu
cd "$(dirname "$0")/../.."
exec mvn -q -B -ntp -Pquick -Dexcluded.groups= -pl camel-sms-component/camel-sms-test -am verify \
    -Dtest=InboxPictureTest -Dsurefire.failIfNoSpecifiedTests=false -Dinbox.picture=write
