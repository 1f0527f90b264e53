/* Facts about /docs, the reference: all of openapi.yaml stands in it, each part where one looks for
 * it, and every line to paste gives the answer below it. */

import { comparable, output } from './lib/curl.js';
import { fact } from './lib/fact.js';
import { visible } from './lib/html.js';
import { ask, withServer } from './lib/server.js';
import { answersOf, operations, problems, resolve, spec } from './lib/spec.js';

const page = await withServer([], async (port) => (await ask(port, { target: '/docs' })).body);

/* Only letters and digits: Markdown and HTML have them in common. */
function letters(text) {
    return text.replace(/\]\([^)]*\)/g, '').replace(/[^\p{L}\p{N}]/gu, '');
}

function textOf(html) {
    return letters(visible(html));
}

/* The section of an id, up to the next one. */
function sectionOf(id) {
    const [, after] = page.split(`<section id="${id}">`);

    return after?.split(/<section |<\/section>/)[0];
}

/* Which of these texts a part of the page lacks. */
function* missing(where, html, texts) {
    if (html === undefined) {
        yield `${where}: there is no such section`;
        return;
    }

    const all = textOf(html);

    for (const text of texts)
        if (!all.includes(letters(text)))
            yield `${where}: ${text}`;
}

function* quoted(where, html, texts) {
    for (const text of texts)
        if (!visible(html ?? '').includes(text.replace(/\n$/, '')))
            yield `${where}: ${text}`;
}

/* The members of an object with those that it takes over, and the members within them: in the end
 * their names, descriptions, defaults and bounds. */
function membersOf(schema) {
    const { properties = {}, allOf = [], items, oneOf = [] } = schema;
    const within = [...allOf.map(resolve), ...(items ? [items] : []), ...oneOf];

    return [
        ...Object.entries(properties).flatMap(([name, member]) => [
            name,
            ...member.description === undefined ? [] : [member.description],
            ...['default', 'const', 'minimum', 'maximum'].filter((key) => key in member)
                .map((key) => JSON.stringify(member[key])),
            ...membersOf(member),
        ]),
        ...within.filter((each) => each.$ref === undefined).flatMap(membersOf),
    ];
}

/* Operations that have a section; others stand with them. */
const main = operations.filter(({ path, method }) => method.toLowerCase() in spec.paths[path]);

/* What several operations refer to is told once. */
function isShared({ $ref }) {
    return $ref !== undefined && main.filter(({ path, method, responses }) =>
        [...Object.values(responses), ...spec.paths[path][method.toLowerCase()].parameters ?? []]
            .some((each) => each.$ref === $ref)).length > 1;
}

/* Forms without an example say the same as the first: the types tell what they are like. */
function ownForms(content = {}) {
    return Object.values(content).filter(({ examples }) => examples !== undefined);
}

function wordsOf({ method, path, summary, description, request, responses }) {
    const bodies = ownForms(request?.content);
    const parameters = (spec.paths[path][method.toLowerCase()].parameters ?? [])
        .filter((each) => !isShared(each)).map(resolve);

    return [
        `${method} ${path}`, summary, description,
        ...parameters.flatMap((each) => [each.name, each.description]),
        ...bodies.map(({ schema }) => resolve(schema)).flatMap((each) =>
            [each.description ?? '', ...membersOf(each)]),
        ...Object.keys(request?.content ?? {}),
        ...Object.keys(responses),
        ...Object.values(responses).filter((answer) => !isShared(answer))
            .map((answer) => resolve(answer).description),
    ];
}

await fact('every operation is told with its parameters, members and answers', function* () {
    for (const operation of main)
        yield* missing(operation.operationId, sectionOf(operation.operationId),
            wordsOf(operation));
    for (const { operationId, method, path, description } of operations)
        if (!page.includes(`id="${operationId}"`))
            yield `${method} ${path} is not there`;
        else
            yield* missing(operationId, page, [`${method} ${path}`, description]);
});

await fact('answers that operations share are told once', function* () {
    const shared = main.flatMap(({ responses }) => Object.values(responses)).filter(isShared);

    yield* missing('answers', sectionOf('answers'),
        new Set(shared.map((answer) => resolve(answer).description)));
});

await fact('parameters that operations share are told once', function* () {
    for (const { name, description } of Object.values(spec.components.parameters))
        yield* missing(name, page, [name, description]);
});

await fact('every operation stands in the overview, with its summary', function* () {
    yield* missing('operations', sectionOf('operations'),
        main.flatMap(({ path, summary }) => [path, summary]));
});

function written(mediaType, value) {
    return mediaType.endsWith('json') ? JSON.stringify(value) : value;
}

/* The examples of an operation's request, by name. */
function askedBy({ request }) {
    return new Map(Object.values(request?.content ?? {}).flatMap(({ examples }) =>
        Object.entries(examples ?? {}).map(([name, example]) => [name, resolve(example)])));
}

/* The same for those that are asked for in the address too. */
function namesOf(operation) {
    return [...askedBy(operation).keys(),
        ...operation.parameters.flatMap(({ examples = {} }) => Object.keys(examples))];
}

/* A problem that an example of a request brings about stands with that operation; another stands
 * with the problem. */
await fact('every example stands with its operation, or with its problem', function* () {
    const askedAnywhere = main.flatMap(namesOf);

    for (const operation of main) {
        const section = sectionOf(operation.operationId);
        const names = namesOf(operation);

        for (const { summary, value } of askedBy(operation).values())
            yield* quoted(operation.operationId, section,
                [summary.replaceAll('`', ''), JSON.stringify(value)]);
        for (const { mediaType, examples } of answersOf(operation))
            for (const [name, example] of Object.entries(examples ?? {})) {
                const { value } = resolve(example);
                const texts = [written(mediaType, value)];

                if (names.includes(name) || mediaType !== 'application/problem+json')
                    yield* quoted(operation.operationId, section, texts);
                else if (!askedAnywhere.includes(name))
                    yield* quoted(name, sectionOf(value.type.replace('/problems/', 'problem-')),
                        texts);
            }
    }
});

await fact('every problem is told with its members, and leads to its page', function* () {
    for (const [name, schema] of problems) {
        const { title, status } = schema.properties;
        const facts = [title.const, String(status.const), schema.description];
        const section = sectionOf(`problem-${name}`);
        const own = Object.keys(schema.properties).filter((each) =>
            !(each in spec.components.schemas.Problem.properties));

        yield* missing(name, section, [...facts, ...own]);
        if (!section?.includes(`href="/problems/${name}"`))
            yield `${name} does not lead to its page`;
    }
});

await fact('the page of every problem leads to its place here', () =>
    withServer([], async (port) => {
        const found = [];

        for (const name of problems.keys()) {
            const { body } = await ask(port, { target: `/problems/${name}` });

            if (!body.includes(`href="/docs#problem-${name}"`))
                found.push(name);
        }
        return found;
    }));

await fact('every member of every schema is told somewhere', function* () {
    for (const [name, schema] of Object.entries(spec.components.schemas))
        yield* missing(name, page, [schema.description ?? '', ...membersOf(schema)]);
});

await fact('every header of answers is told', function* () {
    for (const [name, { description }] of Object.entries(spec.components.headers))
        yield* missing(name, sectionOf('answer-headers'), [name, description]);
});

await fact('every link within the page leads to one place', function* () {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);

    for (const [, id] of page.matchAll(/href="#([^"]*)"/g))
        if (!ids.includes(id))
            yield `#${id} leads nowhere`;
    for (const id of ids)
        if (ids.indexOf(id) !== ids.lastIndexOf(id))
            yield `${id} is there twice`;
});

await fact('the page needs nothing from elsewhere, no style or script within', function* () {
    const unwanted = /<(?:style|script(?! type="module" src=)|iframe|[^>]* (?:style|on\w+)=)/g;

    for (const [tag] of page.matchAll(unwanted))
        yield tag;
    for (const [, address] of page.matchAll(/(?:href|src)="([^"]*)"/g))
        if (!/^[/#](?!\/)/.test(address))
            yield address;
});

await fact('every line to paste gives the answer below it', () =>
    withServer([], async (port) => {
        const { body } = await ask(port, { target: '/docs' });
        const pair = /<pre class="paste"><code>(.*?)<\/code>.*?<samp>(.*?)<\/samp>/gs;
        const pairs = [...body.matchAll(pair)].map((match) => match.slice(1).map(visible));
        const found = pairs.length === 0 ? ['there is none'] : [];

        for (const [command, answer] of pairs) {
            const got = (await output(command)).replace(/\n$/, '');

            if (got !== comparable(answer))
                found.push(`${command}\nshould give\n${answer}\nbut gives\n${got}`);
        }
        return found;
    }));
