/* The tables in the server's sources, read as the rows that they are. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { build, filesBelow, read } from './tree.js';

const text = /"(?:[^"\\]|\\.)*"/.source;

/* Values of C as they stand in a row: numbers and texts, the pieces of a text joined. */
function valuesOf(source) {
    return JSON.parse(`[${source.replace(/"\s+"/g, '')}]`);
}

/* The arguments of each X(NAME, ...) of an X-macro. */
export function rowsOf(path, macro) {
    const [definition] = new RegExp(`#define ${macro}\\(X\\)(.*\\\\\n)*.*`).exec(read(path));
    const row = new RegExp(`\\bX\\(\\w+,\\s*((?:\\d+|${text}|[\\s,])*)\\)`, 'g');

    return [...definition.replaceAll('\\\n', '\n').matchAll(row)]
        .map(([, values]) => valuesOf(values));
}

/* The routes: path, methods (HEAD and OPTIONS go without saying), the members of the body or the
 * query, summary. */
export function routes() {
    const others = `(?:(\\w+_fields),(?: \\w+_writers,)?\\s*)?\\w+`;
    const row = new RegExp(
        `^ +(COMPUTATION|OPERATION|RESOURCE|PAGE)\\((${text}),\\s*${others},\\s*(${text})\\),$`, 'gm');

    return [...read('server/api/routes.c').matchAll(row)].map(([, use, path, list, summary]) => ({
        path: JSON.parse(path),
        methods: /OPERATION|COMPUTATION/.test(use) ? ['POST', 'QUERY'] : ['GET'],
        inQuery: use === 'RESOURCE',
        summary: JSON.parse(summary),
        members: list === undefined ? [] : membersOf(list),
    }));
}

/* The fields that every computing operation ends with. */
function commonRows() {
    return /#define COMMON_FIELD_ROWS\(\w+\)((?:.*\\\n)+.*)/.exec(read('server/api/call.h'))[1];
}

/* The members of a body: name, kind and whether they are required, from the list that has this
 * name. */
function membersOf(list) {
    const definition = new RegExp(`const struct field ${list}\\[\\w*\\] = \\{\n((?: +.*\n)+)\\};`);
    const [, rows] = filesBelow('server/api', /\.c$/).map((path) => definition.exec(read(path)))
        .find((match) => match !== null);

    return [...rows.replace(/COMMON_FIELD_ROWS\(\w+\)/, commonRows()).matchAll(/\{\.name = "(\w+)",\s+\.kind = (\w+)(,\s+\.required = true)?/g)]
        .map(([, name, kind, required]) => ({ name, kind, required: required !== undefined }));
}

/* An option as one text: its argument, its default, and what it means. */
function option(argument, initial, meaning) {
    return [argument, initial, meaning].join(' | ').trim();
}

/* The rows of options[]: texts may be NULL. */
export function optionsOfSource() {
    const value = `(${text}|NULL)`;
    const row = new RegExp(`^ +\\{${value}, ${value}, ${value}, KIND_\\w+, [^"]*${value}`, 'gm');

    return new Map([...read('server/base/options.c').matchAll(row)].map(([, ...values]) => {
        const [name, ...others] = values.map((each) => each === 'NULL' ? '' : JSON.parse(each));

        return [name, option(...others)];
    }));
}

/* The table that --help prints, cut where the words of its head stand. */
export function optionsOfHelp() {
    const help = execFileSync(join(build, 'rowcold'), ['--help'], { encoding: 'utf8' });
    const lines = help.split('\n');
    const head = lines.find((line) => /^ +Option +Default +Meaning$/.test(line));
    const [first, second] = [head.indexOf('Default'), head.indexOf('Meaning')];

    return new Map(lines.filter((line) => /^ +--/.test(line)).map((line) => {
        const [, name, argument] = /^--(\S+) ?(\S*)/.exec(line.slice(0, first).trim());

        return [name, option(argument, line.slice(first, second).trim(), line.slice(second))];
    }));
}

/* The README's table: | `--name ARGUMENT` | default | meaning |. */
export function optionsOfReadme() {
    return new Map([...read('README.md').matchAll(/^\| `--(.*)\|$/gm)].map(([, row]) => {
        const cells = row.replaceAll('`', '').split('|');
        const [left, initial, meaning] = cells.map((cell) => cell.trim());
        const [name, argument = ''] = left.split(' ');

        return [name, option(argument, initial, meaning)];
    }));
}
