/* The version is told in four places. */

import { fact } from './lib/fact.js';
import { spec } from './lib/spec.js';
import { read } from './lib/tree.js';

const told = new Map([
    ['CMakeLists.txt', /^project\(\w+ VERSION (\S+)/m.exec(read('CMakeLists.txt'))?.[1]],
    ['CHANGELOG.md', /^## \[?(\d+\.\d+\.\d+)/m.exec(read('CHANGELOG.md'))?.[1]],
    ['openapi.yaml', spec.info.version],
    ['Dockerfile', /image\.version="(.+)"/.exec(read('Dockerfile'))?.[1]],
]);

await fact('build, changelog, specification and image have the same version', function* () {
    if (new Set(told.values()).size !== 1)
        for (const [where, version] of told)
            yield `${where}: ${version}`;
});
