/* Facts about the server's tables: what they say is what the specification, the running server
 * and the README say. */

import { different, differentTexts, fact } from './lib/fact.js';
import { visible } from './lib/html.js';
import { ask, withServer } from './lib/server.js';
import { operations, problems, resolve, spec } from './lib/spec.js';
import { optionsOfHelp, optionsOfReadme, optionsOfSource, routes, rowsOf } from './lib/tables.js';
import { filesBelow, read } from './lib/tree.js';

/* Routes. */

await fact('the specification has the paths, methods and summaries of the server\'s routes', () =>
    differentTexts(
        'routes.c',
        new Map(routes().flatMap(({ path, methods, summary }) =>
            methods.map((method) => [`${method} ${path}`, summary]))),
        'openapi.yaml',
        new Map(operations.map(({ path, method, summary }) => [`${method} ${path}`, summary])),
    ));

/* How a kind of member looks in a schema. */
function kindOf(schema) {
    const kinds = { boolean: 'FIELD_TRUTH', integer: 'FIELD_NUMBER', number: 'FIELD_NUMBER' };

    if (schema.$ref === '#/components/schemas/Operand')
        return 'FIELD_MATRIX';
    if (schema.items?.$ref === '#/components/schemas/Operand')
        return 'FIELD_MATRICES';
    return kinds[resolve(schema).type] ?? 'FIELD_DOCUMENT';
}

function described({ name, kind, required }) {
    return `${name}: ${kind}${required ? ', required' : ''}`;
}

function membersOfBody(operation) {
    const schema = resolve(operation.request.content['application/json'].schema);

    return Object.entries(schema.properties).map(([name, property]) =>
        ({ name, kind: kindOf(property), required: schema.required.includes(name) }));
}

function membersOfQuery(operation) {
    return operation.parameters.filter((parameter) => parameter.in === 'query')
        .map(({ name, schema, required }) =>
            ({ name, kind: kindOf(schema), required: required === true }));
}

await fact('the specification has the members of each route\'s body or query', function* () {
    for (const { path, members, inQuery } of routes().filter(({ members }) => members.length > 0)) {
        const operation = operations.find((each) => each.path === path);
        const promised = inQuery ? membersOfQuery(operation) : membersOfBody(operation);

        yield* different(`${path} in the server`, members.map(described),
            'openapi.yaml', promised.map(described));
    }
});

/* Problems: a row is status, name, title and the sentence that teaches. */

const problemRows = rowsOf('server/base/problem.h', 'PROBLEMS')
    .map(([status, name, title, sentence]) => ({ status, name, title, sentence }));

await fact('the specification tells of each problem what the server\'s table does', () =>
    differentTexts(
        'the table',
        new Map(problemRows.map(({ name, status, title, sentence }) =>
            [name, `${status} ${title}: ${sentence}`])),
        'openapi.yaml',
        new Map([...problems].map(([name, { properties, description }]) =>
            [name, `${properties.status.const} ${properties.title.const}: ${description.trim()}`])),
    ));

await fact('every problem has its page, with its title and its sentence', () =>
    withServer([], async (port) => {
        const found = [];

        for (const { name, title, sentence } of problemRows) {
            const { status, body } = await ask(port, { target: `/problems/${name}` });

            const text = visible(body);
            const wanted = [title, sentence.replaceAll('`', '')];

            if (status !== 200 || !wanted.every((part) => text.includes(part)))
                found.push(`${name}: ${status} ${text}`);
        }
        return found;
    }));

/* A page about it is not enough. */
await fact('every problem of the table, a defect apart, is told somewhere', function* () {
    const sources = filesBelow('server', /\.c$/)
        .filter((path) => !path.startsWith('server/web/')).map(read).join();

    for (const { name } of problemRows.filter(({ status }) => status !== 500)) {
        const kind = `PROBLEM_${name.toUpperCase().replaceAll('-', '_')}`;

        if (!new RegExp(`\\b${kind}\\b`).test(sources))
            yield kind;
    }
});

/* Bounds. */

await fact('a shape in the specification goes as far as the server\'s', function* () {
    const [, bound] = /LIMIT_DIMENSION (\d+)/.exec(read('server/base/limits.h'));
    const { maximum } = spec.components.schemas.Shape.items;

    if (maximum !== Number(bound))
        yield `${maximum} is not ${bound}`;
});

/* Options. */

await fact('--help prints the options of the table', () =>
    differentTexts('options.c', optionsOfSource(), '--help', optionsOfHelp()));

await fact('the README explains the options that --help prints', () =>
    differentTexts('--help', optionsOfHelp(), 'the README', optionsOfReadme()));
