/* Files embedded in the program at build time, byte for byte (embed.cmake). */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include <stddef.h>

/* What /assets/{name} serves: name, symbol, media type. The list of files in CMakeLists.txt has the
 * same names; the linker sees to that. */
#define CSS "text/css; charset=utf-8"
#define JAVASCRIPT "text/javascript; charset=utf-8"
// clang-format off
#define ASSETS(X)                                      \
    X("style.css", style_css, CSS)                     \
    X("docs.css", docs_css, CSS)                       \
    X("docs.js", docs_js, JAVASCRIPT)                  \
    X("main.js", main_js, JAVASCRIPT)                     \
    X("icon.svg", icon_svg, "image/svg+xml")
// clang-format on

/* Each file has three symbols: its bytes, with a zero behind them that does not count; their
 * number; and a hash of them as an entity tag ("..." with its quotes). */
#define ASSET_DECLARE(name, symbol, type)                                                          \
    extern const unsigned char symbol[];                                                           \
    extern const size_t symbol##_size;                                                             \
    extern const char symbol##_tag[];
ASSETS(ASSET_DECLARE)

/* The specification, as /openapi.yaml serves it. */
ASSET_DECLARE("openapi.yaml", openapi_yaml, )

/* Templates of pages.c. */
ASSET_DECLARE("index.html", index_html, )
ASSET_DECLARE("problem.html", problem_html, )
ASSET_DECLARE("docs.html", docs_html, )

struct asset {
    const char *name;
    const char *content_type;
    const unsigned char *bytes;
    const size_t *size;
    const char *tag;
};

/* The asset of this name; NULL if there is none. */
const struct asset *asset_find(const char *name);

#endif
