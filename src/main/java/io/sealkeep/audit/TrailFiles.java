// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the journal does to files, so that a test can stand in for the disk: lose what was not forced, tear it, fail. Names
 * are plain file names inside one directory. Each file is used by one thread.
 */
interface TrailFiles {

    /** Returns the names of all files in the directory, in no order. */
    List<String> list() throws IOException;

    /** Creates a file that does not exist yet, for reading and writing by its owner alone. */
    TrailFile create(String name) throws IOException;

    /** Opens an existing file for reading and writing. */
    TrailFile open(String name) throws IOException;

    /** Opens an existing file for reading. */
    TrailFile openForReading(String name) throws IOException;

    /** Removes a file if it exists. */
    void delete(String name) throws IOException;

    /** Makes creations and removals durable. */
    void forceDirectory() throws IOException;

    /** One open file. */
    interface TrailFile extends Closeable {

        long size() throws IOException;

        /** Reads at most what fits; returns the number of bytes, or -1 at the end of the file. */
        int read(ByteBuffer into, long position) throws IOException;

        /** Writes all that remains in the buffer. */
        void write(ByteBuffer from, long position) throws IOException;

        void truncate(long size) throws IOException;

        /** Makes the content durable. After a failure the file must not be trusted beyond what was durable before. */
        void force() throws IOException;

        /**
         * Returns null if the name still stands for this very file, of this size and writable; else what is different, as the
         * end of a sentence that begins with the file's name.
         */
        @Nullable
        String alteration(long expectedSize) throws IOException;
    }
}
