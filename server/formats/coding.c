#include "formats/coding.h"

#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Their names stand thrice, since C can't join them: test_decoding holds them together. */
static const struct coding codings[] = {
    {"gzip", "x-gzip", &gzip_unpacker, &gzip_packer},
    {"zstd", NULL, &zstd_unpacker, &zstd_packer},
};

_Static_assert(COUNT(codings) == CODINGS, "each coding has its index");

const char CODING_NAMES[] = "gzip, zstd";
const char *const coding_names[] = {"gzip", "zstd", NULL};

_Static_assert(COUNT(coding_names) == COUNT(codings) + 1, "each coding has its name");

size_t coding_index(const struct coding *coding)
{
    return (size_t)(coding - codings);
}

bool coding_is_none(const char *content_encoding)
{
    return !content_encoding || *content_encoding == '\0' ||
           strcasecmp(content_encoding, "identity") == 0;
}

static bool is_called(const struct coding *coding, const char *name)
{
    return strcasecmp(coding->name, name) == 0 ||
           (coding->alias && strcasecmp(coding->alias, name) == 0);
}

const struct coding *coding_for(const char *content_encoding)
{
    for (size_t i = 0; i < COUNT(codings); i++) {
        if (is_called(&codings[i], content_encoding))
            return &codings[i];
    }
    return NULL;
}
