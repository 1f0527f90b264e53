/* zlib's memory, out of the budget. */
#ifndef FORMATS_ZLIB_MEMORY_H
#define FORMATS_ZLIB_MEMORY_H

#include <zlib.h>

/* For z_stream.zalloc and zfree; opaque is not used. Any thread. */
voidpf zlib_allocate(voidpf opaque, uInt items, uInt size);
void zlib_free(voidpf opaque, voidpf bytes);

#endif
