// Writes the schema that clients rely on, as the server has it, to schema/schema.graphql. A test compares the two.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import 'reflect-metadata';
import { printSchema } from 'graphql';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { module } = await runnerImport('./server/graphql/schema.ts', { root, configFile: false, logLevel: 'error' });
const target = fileURLToPath(new URL('../schema/schema.graphql', import.meta.url));

await writeFile(target, `${printSchema(await module.buildKeybellSchema())}\n`);
console.log(`Wrote ${target}`);
