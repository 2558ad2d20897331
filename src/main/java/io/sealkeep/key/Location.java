// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.call.Caller;
import java.net.URI;

/** Where an answer says that what it made is. Stateless. */
final class Location {

    private Location() {}

    /**
     * Returns a path as the caller can follow it: with the caller's region where that is another than the one in which a request
     * that names none looks.
     */
    static URI of(String path, String defaultRegion) {
        return of(path, Caller.current().region(), defaultRegion);
    }

    /** Returns the path of what an answer made in that region. */
    static URI of(String path, String region, String defaultRegion) {
        return URI.create(region.equals(defaultRegion) ? path : path + "?region=" + region);
    }
}
