#include "notation_marks.h"

#include <rowcol/notation.h>
#include <stddef.h>

#define TEXT_OF_NUMBER(number) #number
#define TEXT_OF(macro) TEXT_OF_NUMBER(macro)

static const char *latex_escaped(char character)
{
    switch (character) {
    case '\\':
        return "\\textbackslash{}";
    case '{':
        return "\\{";
    case '}':
        return "\\}";
    case '$':
        return "\\$";
    case '&':
        return "\\&";
    case '#':
        return "\\#";
    case '%':
        return "\\%";
    case '_':
        return "\\_";
    case '^':
        return "\\textasciicircum{}";
    case '~':
        return "\\textasciitilde{}";
    case '<':
        return "\\textless{}";
    case '>':
        return "\\textgreater{}";
    default:
        return NULL;
    }
}

static const char *html_escaped(char character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static const struct marks plain_marks = {
    .gap = "\n",
    .heading = {{"", "\n"}, {"", "\n"}},
    .paragraph = {"", "\n"},
    .line = {"", "", "\n"},
    .dots = "...",
    .signs = {" = ", " + ", " - ", "*"},
    .parentheses = {"(", ")"},
    .indexed = {"", "[", ",", "]"},
};

/* Lines are set ragged: those of a long sum break at its signs. bmatrix has room for ten columns
 * unless it is told. */
static const struct marks latex_marks = {
    .open = {"\\documentclass{article}\n"
             "\\usepackage[utf8]{inputenc}\n"
             "\\usepackage{amsmath}\n"
             "\\setcounter{MaxMatrixCols}{" TEXT_OF(ROWCOL_SHOWN) "}\n"
                                                                  "\\setlength{\\parindent}{0pt}\n"
                                                                  "\\setlength{\\parskip}{1ex}\n"
                                                                  "\\title{",
             "}\n"
             "\\begin{document}\n"
             "\\raggedright\n"},
    .close = "\\end{document}\n",
    .new_page = "\\newpage\n",
    .heading = {{"\\section*{", "}\n"}, {"\\subsection*{", "}\n"}},
    .paragraph = {"", "\n\n"},
    .line = {"$", "", "$\n\n"},
    .formula = {"\\[\n", "\\]\n"},
    .matrix = {"\\begin{bmatrix} ", " \\end{bmatrix}\n"},
    .row = " \\\\\n",
    .entry = " & ",
    .dots = "\\dots",
    .words = {"\\text{", "}"},
    .signs = {" = ", " + ", " - ", " \\cdot "},
    .parentheses = {"(", ")"},
    .negative = {"-", ""},
    .power = {" \\times 10^{", "}"},
    .indexed = {"", "_{", ",", "}"},
    .escaped = latex_escaped,
};

/* Operators are the characters of mathematics: browsers show a hyphen as one. */
static const struct marks html_marks = {
    .open = {"<!doctype html>\n"
             "<html lang=\"en\">\n"
             "<head>\n"
             "<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             "<title>",
             "</title>\n",
             "</head>\n"
             "<body>\n"
             "<main>\n"},
    .stylesheet = {"<link rel=\"stylesheet\" href=\"", "\">\n"},
    .style = "<style>\n"
             "main { max-width: 42rem; margin: 0 auto; font-family: system-ui, sans-serif; }\n"
             ".line { overflow: auto hidden; }\n"
             ".page { break-before: page; }\n"
             "</style>\n",
    .close = "</main>\n"
             "</body>\n"
             "</html>\n",
    .new_page = "<div class=\"page\"></div>\n",
    .heading = {{"<h1>", "</h1>\n"}, {"<h2>", "</h2>\n"}},
    .paragraph = {"<p>", "</p>\n"},
    .line = {"<p class=\"line\"><math", ">", "</math></p>\n"},
    .spoken = {" alttext=\"", "\""},
    .formula = {"<div class=\"line\"><math display=\"block\"><mrow>\n", "\n</mrow></math></div>\n"},
    .matrix = {"<mrow><mo>[</mo><mtable>\n<mtr><mtd>", "</mtd></mtr>\n</mtable><mo>]</mo></mrow>"},
    .row = "</mtd></mtr>\n<mtr><mtd>",
    .entry = "</mtd><mtd>",
    .dots = "<mo>…</mo>",
    .words = {"<mtext>", "</mtext>"},
    .signs = {"<mo>=</mo>", "<mo>+</mo>", "<mo>−</mo>", "<mo>⋅</mo>"},
    .parentheses = {"<mrow><mo stretchy=\"false\">(</mo>", "<mo stretchy=\"false\">)</mo></mrow>"},
    .negative = {"<mrow><mo>−</mo>", "</mrow>"},
    .digits = {"<mn>", "</mn>"},
    .power = {"<mo>×</mo><msup><mn>10</mn>", "</msup>"},
    .name = {"<mi>", "</mi>"},
    .indexed = {"<msub>", "<mrow>", "<mo>,</mo>", "</mrow></msub>"},
    .escaped = html_escaped,
};

const struct marks *notation_marks(rowcol_notation notation)
{
    switch (notation) {
    case ROWCOL_LATEX:
        return &latex_marks;
    case ROWCOL_HTML:
        return &html_marks;
    default:
        return &plain_marks;
    }
}

void notation_mark(rowcol_text *text, const char *mark)
{
    if (mark)
        rowcol_text_add_string(text, mark);
}
