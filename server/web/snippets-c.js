/* A request as a program in C, which does by librowcol what the server would do, or asks the server
 * by libcurl. */

const HEAD = `/* cc -o example example.c $(pkg-config --cflags --libs rowcol) */
#include <rowcol/rowcol.h>
#include <stdio.h>
`;

function entries(name, matrix) {
    return `static double ${name}[] = {
    ${matrix.map((row) => row.join(', ')).join(',\n    ')},
};
`;
}

function asMatrix(operand, isColumn) {
    if (Array.isArray(operand[0]))
        return operand;
    return isColumn ? operand.map((entry) => [entry]) : [operand];
}

/* The operands as C has them, and the beginning of main. */
function operands(body) {
    const a = asMatrix(body.a, false);
    const b = asMatrix(body.b, true);

    return `${HEAD}
${entries('a_entries', a)}
${entries('b_entries', b)}
int main(void)
{
    rowcol_matrix a = {.shape = {${a.length}, ${a[0].length}}, .entries = a_entries};
    rowcol_matrix b = {.shape = {${b.length}, ${b[0].length}}, .entries = b_entries};
    rowcol_product product = {.a = &a, .b = &b, .alpha = 1};`;
}

const REFUSE = `
    if (status != ROWCOL_OK) {
        puts(rowcol_status_text(status));
        return 1;
    }`;

function multiply({ body }) {
    return `${operands(body)}
    rowcol_matrix result = {0};
    rowcol_status status = rowcol_multiply(&product, &result);
${REFUSE}
    for (size_t i = 0; i < result.shape.rows; i++) {
        for (size_t j = 0; j < result.shape.columns; j++)
            printf("%.17g ", result.entries[i * result.shape.columns + j]);
        putchar('\\n');
    }
    rowcol_matrix_release(&result);
    return 0;
}`;
}

function explain({ body }) {
    return `${operands(body)}
    rowcol_explanation explanation = {.product = &product};
    rowcol_text line;
    size_t at;
    rowcol_status status = rowcol_explain(&explanation, 10000, &at);
${REFUSE}
    rowcol_text_begin(&line, ROWCOL_PLAIN, 1 << 16);
    for (size_t i = 0; i < explanation.count; i++) {
        rowcol_step step = rowcol_explain_step(&explanation, i);

        rowcol_text_clear(&line);
        if (rowcol_text_step(&line, &step) == ROWCOL_OK)
            puts(line.bytes);
    }
    rowcol_text_release(&line);
    return 0;
}`;
}

function shape({ body: { shapes: [a, b] } }) {
    return `${HEAD}
int main(void)
{
    rowcol_shape a = {${a.join(', ')}};
    rowcol_shape b = {${b.join(', ')}};
    char rule[ROWCOL_RULE_ROOM];

    rowcol_shape_rule(a, b, rule);
    puts(rule);
    return 0;
}`;
}

function sheetOf(seed, kind) {
    return `{.seed = ${seed}, .kind = ROWCOL_SHEET_${(kind || 'lesson').toUpperCase()}}`;
}

function practice({ query, answer }) {
    const seed = query.get('seed') ?? answer?.value.seed ?? 7;

    return `${HEAD}
static void print(const rowcol_matrix *matrix)
{
    for (size_t i = 0; i < matrix->shape.rows; i++) {
        for (size_t j = 0; j < matrix->shape.columns; j++)
            printf("%4g", matrix->entries[i * matrix->shape.columns + j]);
        putchar('\\n');
    }
    putchar('\\n');
}

int main(void)
{
    const rowcol_sheet sheet = ${sheetOf(seed, query.get('kind'))};

    for (size_t number = 1; number <= ROWCOL_SHEET_EXERCISES; number++) {
        rowcol_exercise exercise = {0};

        if (rowcol_sheet_exercise(&sheet, number, &exercise) != ROWCOL_OK)
            return 1;
        printf("%zu.\\n", number);
        print(&exercise.a);
        print(&exercise.b);
        rowcol_exercise_release(&exercise);
    }
    return 0;
}`;
}

/* How an answer looks in C: what declares it, and the call that judges it. */
function judged({ product, shape: given }) {
    if (product)
        return {
            declared: `${entries('answer_entries', product)}
static rowcol_matrix answer = {
    .shape = {${product.length}, ${product[0].length}},
    .entries = answer_entries,
};
`,
            call: 'rowcol_mistake_in_product(&exercise, &answer, &mistake, &detail)',
        };
    return {
        declared: given ? `static const rowcol_shape answer = {${given.join(', ')}};\n` : '',
        call: 'rowcol_mistake_in_shape(exercise.a.shape, exercise.b.shape, '
            + `${given ? '&answer' : 'NULL'},\n                                `
            + '     &mistake, &detail)',
    };
}

function check({ body: { seed, kind, answers: [answer] } }) {
    const { declared, call } = judged(answer);

    return `${HEAD}
${declared}
int main(void)
{
    const rowcol_sheet sheet = ${sheetOf(seed, kind)};
    rowcol_exercise exercise = {0};
    rowcol_mistake mistake;
    rowcol_text detail;

    if (rowcol_sheet_exercise(&sheet, ${answer.id}, &exercise) != ROWCOL_OK)
        return 1;
    rowcol_text_begin(&detail, ROWCOL_PLAIN, 1 << 12);
    if (${call} == ROWCOL_OK)
        printf("%s: %s\\n", rowcol_mistake_name(mistake), detail.bytes ? detail.bytes : "");
    rowcol_text_release(&detail);
    rowcol_exercise_release(&exercise);
    return 0;
}`;
}

const makers = {
    '/v1/multiply': multiply,
    '/v1/shape': shape,
    '/v1/explain': explain,
    '/v1/practice': practice,
    '/v1/practice/check': check,
};

/* For the other operations, which librowcol has too, one program that does for all of them. */
function byCurl(url, body) {
    return `/* cc -o example example.c $(pkg-config --cflags --libs libcurl)
 * Without a server librowcol computes the same: see <rowcol/rowcol.h>. */
#include <curl/curl.h>

int main(void)
{
    CURL *curl = curl_easy_init();
    struct curl_slist *json = curl_slist_append(NULL, "Content-Type: application/json");

    curl_easy_setopt(curl, CURLOPT_URL, ${JSON.stringify(url)});
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, json);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, ${JSON.stringify(body)});
    return curl_easy_perform(curl) == CURLE_OK ? 0 : 1;
}`;
}

export function inC({ path, body, answer }, origin) {
    const { pathname, searchParams } = new URL(path, location.origin);
    const make = makers[pathname];

    return make ? make({ query: searchParams, body: body && JSON.parse(body), answer })
        : byCurl(`${origin}${path}`, body);
}
