/* A request as a program that makes it. Each takes { method, path, body } and the server's
 * address. */

function curl({ method, path, body }, origin) {
    return method === 'GET' ? `curl '${origin}${path}'` : `curl --json '${body}' '${origin}${path}'`;
}

function javascript({ method, path, body }, origin) {
    const options = method === 'GET' ? '' : `, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(${body}),
}`;

    return `const response = await fetch("${origin}${path}"${options});
const answer = await response.json();
if (response.ok) console.log(answer);
else console.error(answer.detail);`;
}

function python({ method, path, body }, origin) {
    const data = method === 'GET' ? '' : `,
    data=b'${body}',
    headers={"Content-Type": "application/json"},
`;

    return `import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

request = Request("${origin}${path}"${data})
try:
    print(json.load(urlopen(request)))
except HTTPError as error:
    print(json.load(error)["detail"])`;
}

/* --- C, by the library itself ----------------------------------------------------------------- */

const BUILD = '/* cc product.c $(pkg-config --cflags --libs rowcol) */';

function entries(name, matrix) {
    return `static double ${name}[] = {\n    ${matrix.map((row) => row.join(', ')).join(',\n    ')}};`;
}

function shape(matrix) {
    return `{${matrix.length}, ${matrix[0].length}}`;
}

function cProduct({ a, b }) {
    return `${BUILD}
#include <rowcol/rowcol.h>
#include <stdio.h>

${entries('a_entries', a)}
${entries('b_entries', b)}

int main(void)
{
    rowcol_matrix a = {.shape = ${shape(a)}, .entries = a_entries};
    rowcol_matrix b = {.shape = ${shape(b)}, .entries = b_entries};
    rowcol_matrix product = {0};
    rowcol_status status =
        rowcol_multiply(&(rowcol_product){.a = &a, .b = &b, .alpha = 1}, &product);

    if (status != ROWCOL_OK) {
        puts(rowcol_status_text(status));
        return 1;
    }
    for (size_t i = 0; i < product.shape.rows; i++) {
        for (size_t j = 0; j < product.shape.columns; j++)
            printf("%.17g ", product.entries[i * product.shape.columns + j]);
        putchar('\\n');
    }
    rowcol_matrix_release(&product);
    return 0;
}`;
}

function cShape({ shapes: [a, b] }) {
    return `${BUILD}
#include <rowcol/rowcol.h>
#include <stdio.h>

int main(void)
{
    rowcol_shape a = {${a.join(', ')}}, b = {${b.join(', ')}};
    char rule[ROWCOL_RULE_ROOM];

    rowcol_shape_rule(a, b, rule);
    puts(rule);
    return 0;
}`;
}

function c({ path, body }) {
    const makers = { '/v1/multiply': cProduct, '/v1/shape': cShape };
    const make = makers[path.split('?')[0]];

    return make ? make(JSON.parse(body)) : '';
}

export const SNIPPETS = { curl, javascript, python, c };
