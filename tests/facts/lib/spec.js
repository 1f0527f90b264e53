/* openapi.yaml, to be asked. */

import Ajv from 'ajv/dist/2020.js';
import { parse } from 'yaml';

import { read } from './tree.js';

export const spec = parse(read('openapi.yaml'));

/* What a reference stands for; anything else stands for itself. */
export function resolve(node) {
    if (node?.$ref === undefined)
        return node;

    const keys = node.$ref.slice('#/'.length).split('/');

    return resolve(keys.reduce((found, key) => found[key], spec));
}

/* Every operation: its path, its method in capitals, and what the specification says of it. */
export const operations = Object.entries(spec.paths).flatMap(([path, item]) => {
    const { 'x-oai-additionalOperations': additional = {}, ...others } = item;

    return Object.entries({ ...others, ...additional }).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        ...operation,
        parameters: (operation.parameters ?? []).map(resolve),
        request: resolve(operation.requestBody),
    }));
});

/* Every answer of an operation that has a body: its status, media type, schema and examples. */
export function answersOf(operation) {
    return Object.entries(operation.responses).flatMap(([status, reference]) =>
        Object.entries(resolve(reference).content ?? {}).map(([mediaType, content]) => ({
            status: Number(status),
            mediaType,
            ...content,
        })));
}

/* Every problem by name, with its schema. */
export const problems = new Map(Object.values(spec.components.schemas)
    .filter((schema) => schema.properties?.type?.const?.startsWith('/problems/'))
    .map((schema) => [schema.properties.type.const.slice('/problems/'.length), schema]));

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false });
const validators = new Map();

ajv.addVocabulary(['components', 'example']);
ajv.addFormat('binary', true); /* what is in a file numpy tells: tests/numpy */

/* The schemas of which a value must fit one, those of a group among them each by itself. */
export function alternatives(schema) {
    const { oneOf, ...others } = resolve(schema);

    return oneOf === undefined || 'properties' in others ? [schema] : oneOf.flatMap(alternatives);
}

/* Of several problems the one that the value says it is, so that only its faults are told. */
function alternative(schema, value) {
    const type = value?.type ?? '';

    return alternatives(schema).find((each) =>
        resolve(each).properties?.type?.const === type) ?? schema;
}

/* What is wrong with a value by a schema of the specification, or null. */
export function invalid(schema, value) {
    const meant = alternative(schema, value);

    if (!validators.has(meant))
        validators.set(meant, ajv.compile({ allOf: [meant], components: spec.components }));

    const validate = validators.get(meant);

    return validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: 'value' });
}
