/* A fact is a sentence, and a function that gives whatever contradicts it. A script states its
 * facts one after the other; it fails if one of them is contradicted. */

export async function fact(sentence, contradictions) {
    const found = [];

    try {
        for await (const contradiction of await contradictions())
            found.push(contradiction);
    } catch (error) {
        found.push(error.stack);
    }
    console.log(`${found.length === 0 ? 'ok' : 'not ok'} - ${sentence}`);
    for (const contradiction of found)
        console.log(`    ${contradiction.replaceAll('\n', '\n    ')}`);
    if (found.length > 0)
        process.exitCode = 1;
}

/* Contradictions between two lists that should have the same members, in any order. */
export function* different(one, members, other, otherMembers) {
    for (const member of members)
        if (!otherMembers.includes(member))
            yield `${member} is in ${one}, not in ${other}`;
    for (const member of otherMembers)
        if (!members.includes(member))
            yield `${member} is in ${other}, not in ${one}`;
}

/* Contradictions between two maps from names to texts, which should have the same names and
 * texts. */
export function* differentTexts(one, texts, other, otherTexts) {
    yield* different(one, [...texts.keys()], other, [...otherTexts.keys()]);
    for (const [name, text] of texts)
        if (otherTexts.has(name) && otherTexts.get(name) !== text)
            yield `${name}\n${one}: ${text}\n${other}: ${otherTexts.get(name)}`;
}
