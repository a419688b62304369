@NullMarked
package io.fairlead.vrrp.auth;

import org.jspecify.annotations.NullMarked;
