/* The version is told in three places. */

import { fact } from './lib/fact.js';
import { spec } from './lib/spec.js';
import { read } from './lib/tree.js';

const told = new Map([
    ['CMakeLists.txt', /^project\(\w+ VERSION (\S+)/m.exec(read('CMakeLists.txt'))?.[1]],
    ['CHANGELOG.md', /^## \[?(\d+\.\d+\.\d+)/m.exec(read('CHANGELOG.md'))?.[1]],
    ['openapi.yaml', spec.info.version],
]);

await fact('build, changelog and specification have the same version', function* () {
    if (new Set(told.values()).size !== 1)
        for (const [where, version] of told)
            yield `${where}: ${version}`;
});
