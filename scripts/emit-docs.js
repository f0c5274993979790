// Writes the pages of docs/api from the schema and its examples. A test compares.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import 'reflect-metadata';
import { runnerImport } from 'vite';
import { apiPages } from './api-pages.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const load = async (path) => (await runnerImport(path, { root, configFile: false, logLevel: 'error' })).module;
const { buildKeybellSchema } = await load('./server/graphql/schema.ts');
const { accessOf } = await load('./server/graphql/authorize.ts');
const target = `${root}docs/api/`;

const pages = apiPages({ schema: await buildKeybellSchema(), examples: await readExamples(`${root}schema/examples/`), accessOf });
await mkdir(target, { recursive: true });
await Promise.all(Object.entries(pages).map(([name, text]) => writeFile(`${target}${name}`, text)));
console.log(`Wrote ${Object.keys(pages).length} pages to ${target}`);

async function readExamples(folder) {
  const files = await readdir(folder);
  const read = async (file) => {
    const field = file.replace(/\.graphql$/, '');
    const variables = files.includes(`${field}.json`) ? JSON.parse(await readFile(`${folder}${field}.json`, 'utf8')) : {};
    return [field, { source: await readFile(`${folder}${file}`, 'utf8'), variables }];
  };
  return Object.fromEntries(await Promise.all(files.filter((file) => file.endsWith('.graphql')).map(read)));
}
