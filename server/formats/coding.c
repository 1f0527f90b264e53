#include "formats/coding.h"

#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Their names stand thrice, since C can't join them: test_decoding holds them together. */
const struct coding codings[CODINGS] = {
    {"gzip", "x-gzip", &gzip_unpacker, &gzip_packer},
    {"zstd", NULL, &zstd_unpacker, &zstd_packer},
};

const char CODING_NAMES[] = "gzip, zstd";
const char *const coding_names[] = {"gzip", "zstd", NULL};

_Static_assert(COUNT(coding_names) == CODINGS + 1, "each coding has its name");

bool coding_is_none(const char *content_encoding)
{
    return !content_encoding || *content_encoding == '\0' ||
           strcasecmp(content_encoding, "identity") == 0;
}

const struct coding *coding_named(struct span name)
{
    for (size_t i = 0; i < CODINGS; i++) {
        if (span_is(name, codings[i].name) || (codings[i].alias && span_is(name, codings[i].alias)))
            return &codings[i];
    }
    return NULL;
}
