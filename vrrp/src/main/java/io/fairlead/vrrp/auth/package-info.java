/** What makes an advertisement believable: the simple password of version 2, and the HMAC trailer of draft-cassen-vrrp-auth-hmac. */
@NullMarked
package io.fairlead.vrrp.auth;

import org.jspecify.annotations.NullMarked;
