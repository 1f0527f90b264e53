#include "web/assets.h"

#include <string.h>

#define ROW(name, symbol, type) {name, type, symbol, &symbol##_size, symbol##_tag},

static const struct asset assets[] = {ASSETS(ROW)};

size_t asset_index(const struct asset *asset)
{
    return (size_t)(asset - assets);
}

const struct asset *asset_find(const char *name)
{
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++) {
        if (strcmp(assets[i].name, name) == 0)
            return &assets[i];
    }
    return NULL;
}
