/* Files embedded in the program at build time, byte for byte (embed.cmake). */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include <stddef.h>

/* What /assets/{name} serves: name, symbol, media type. CMakeLists.txt reads here what to embed: a
 * file a line. */
#define CSS "text/css; charset=utf-8"
#define JAVASCRIPT "text/javascript; charset=utf-8"
// clang-format off
#define ASSETS(X)                                 \
    X("style.css", style_css, CSS)                \
    X("docs.css", docs_css, CSS)                  \
    X("docs.js", docs_js, JAVASCRIPT)             \
    X("app.css", app_css, CSS)                    \
    X("main.js", main_js, JAVASCRIPT)             \
    X("answer.js", answer_js, JAVASCRIPT)         \
    X("api.js", api_js, JAVASCRIPT)               \
    X("code.js", code_js, JAVASCRIPT)             \
    X("dom.js", dom_js, JAVASCRIPT)               \
    X("entries.js", entries_js, JAVASCRIPT)       \
    X("files.js", files_js, JAVASCRIPT)           \
    X("frames.js", frames_js, JAVASCRIPT)         \
    X("grid.js", grid_js, JAVASCRIPT)             \
    X("lesson.js", lesson_js, JAVASCRIPT)         \
    X("link.js", link_js, JAVASCRIPT)             \
    X("matrix.js", matrix_js, JAVASCRIPT)         \
    X("multiply.js", multiply_js, JAVASCRIPT)     \
    X("notice.js", notice_js, JAVASCRIPT)         \
    X("number.js", number_js, JAVASCRIPT)         \
    X("operand.js", operand_js, JAVASCRIPT)       \
    X("operate.js", operate_js, JAVASCRIPT)       \
    X("operations.js", operations_js, JAVASCRIPT) \
    X("paste.js", paste_js, JAVASCRIPT)           \
    X("practise.js", practise_js, JAVASCRIPT)     \
    X("prediction.js", prediction_js, JAVASCRIPT) \
    X("rule.js", rule_js, JAVASCRIPT)             \
    X("shapes.js", shapes_js, JAVASCRIPT)         \
    X("sheet.js", sheet_js, JAVASCRIPT)           \
    X("snippets.js", snippets_js, JAVASCRIPT)     \
    X("snippets-c.js", snippets_c_js, JAVASCRIPT) \
    X("stage.js", stage_js, JAVASCRIPT)           \
    X("state.js", state_js, JAVASCRIPT)           \
    X("storage.js", storage_js, JAVASCRIPT)       \
    X("table.js", table_js, JAVASCRIPT)           \
    X("tabs.js", tabs_js, JAVASCRIPT)             \
    X("theme.js", theme_js, JAVASCRIPT)           \
    X("watch.js", watch_js, JAVASCRIPT)           \
    X("working.js", working_js, JAVASCRIPT)       \
    X("icon.svg", icon_svg, "image/svg+xml")
// clang-format on

/* Each file has three symbols: its bytes, with a zero behind them that does not count; their
 * number; and a hash of them as an entity tag ("..." with its quotes). */
#define ASSET_DECLARE(name, symbol, type)                                                          \
    extern const unsigned char(symbol)[];                                                          \
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

/* How many there are; each has an index below it. */
#define ASSET_INDEX(name, symbol, type) ASSET_##symbol,
enum { ASSETS(ASSET_INDEX) ASSET_COUNT };
size_t asset_index(const struct asset *asset);

#endif
