/* Files embedded in the program at build time, byte for byte (embed.cmake). */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include <stddef.h>

/* The specification, as /openapi.yaml serves it. */
extern const unsigned char openapi_yaml[];
extern const size_t openapi_yaml_size;

/* Templates of pages.c, and the style that stands in both. */
extern const unsigned char index_html[];
extern const size_t index_html_size;
extern const unsigned char problem_html[];
extern const size_t problem_html_size;
extern const unsigned char style_css[];
extern const size_t style_css_size;

#endif
