/* The tables in the server's sources, read as the rows that they are. */

import { filesBelow, read } from './tree.js';

const text = /"(?:[^"\\]|\\.)*"/.source;

/* Values of C as they stand in a row: numbers and texts, the pieces of a text joined. */
function valuesOf(source) {
    return JSON.parse(`[${source.replace(/"\s+"/g, '')}]`);
}

/* The arguments of each X(NAME, ...) of an X-macro. */
export function rowsOf(path, macro) {
    const [definition] = new RegExp(`#define ${macro}\\(X\\)(.*\\\\\n)*.*`).exec(read(path));
    const row = new RegExp(`\\bX\\(\\w+,\\s*((?:\\d+|${text}|[\\s,])*)\\)`, 'g');

    return [...definition.replaceAll('\\\n', '\n').matchAll(row)].map(([, values]) => valuesOf(values));
}

/* The routes: path, methods (HEAD and OPTIONS go without saying), the members of the body, summary. */
export function routes() {
    const row = new RegExp(`^ +(OPERATION|PAGE)\\((${text}), (?:(\\w+_fields), )?\\w+,\\s*(${text})\\),$`, 'gm');

    return [...read('server/api/routes.c').matchAll(row)].map(([, use, path, list, summary]) => ({
        path: JSON.parse(path),
        methods: use === 'PAGE' ? ['GET'] : ['POST', 'QUERY'],
        summary: JSON.parse(summary),
        members: list === undefined ? [] : membersOf(list),
    }));
}

/* The members of a body: name, kind and whether they are required, from the list that has this name. */
function membersOf(list) {
    const definition = new RegExp(`const struct field ${list}\\[\\w*\\] = \\{\n((?: +.*\n)+)\\};`);
    const [, rows] = filesBelow('server/api', /\.c$/).map((path) => definition.exec(read(path)))
        .find((match) => match !== null);

    return [...rows.matchAll(/\{\.name = "(\w+)", \.kind = (\w+)(, \.required = true)?/g)]
        .map(([, name, kind, required]) => ({ name, kind, required: required !== undefined }));
}
