/** A provider as somebody else would write it: nothing of the component is edited for it. */
@NullMarked
package com.example.sms;

import org.jspecify.annotations.NullMarked;
