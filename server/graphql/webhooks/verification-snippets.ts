import sampleKey from '../../../examples/verify/sample-key.json';
import { publicKeyFacts } from '../../domain/signing/account-rsa.ts';
import { ALL_SCHEMES, type SignatureScheme } from '../../domain/signing/scheme.ts';
import type { CodeSnippet } from './code-snippet.type.ts';

/** Languages in the order of their tabs; the keys are folders of examples/verify. */
const TITLES: Readonly<Record<string, string>> = {
  node: 'Node.js', typescript: 'TypeScript, Express', python: 'Python, FastAPI', csharp: 'C#, ASP.NET', java: 'Java, Spring',
  go: 'Go', php: 'PHP', ruby: 'Ruby', rust: 'Rust', shell: 'curl and openssl',
};

const SAMPLE_SECRET_NAME = 'WEBHOOK_SECRET';
const SAMPLE_KEY_SET_URL = 'https://keybell.example/.well-known/acc_01JD0000000000000000000000/jwks.json';
const LONGEST_NAME = 40;

/** What a receiver of these requests has to know; nothing of it is secret. */
export interface SnippetFacts {
  readonly schemes: readonly SignatureScheme[];
  /** Of the account; null when it has none yet. */
  readonly key: { readonly id: string; readonly publicKeyPem: string } | null;
  readonly keySetUrl: string;
  /** Name of the environment variable that holds the secret. */
  readonly secretName: string;
}

/** Programs of examples/verify as text, put into the build: the server also runs where the folder is not. */
const sources = import.meta.glob<string>('../../../examples/verify/*/{*,src/*}.{mjs,ts,py,cs,java,go,php,rb,rs,sh}', { eager: true, query: '?raw', import: 'default' });

/** What stands between the marks of a program is the snippet; the mark names its scheme. */
const MARKED = /^.*\bsnippet: ([A-Z_]+)\n([\s\S]*?)^.*\bsnippet end$/m;

const templates: readonly CodeSnippet[] = Object.entries(sources).flatMap(([path, text]) => {
  const language = path.split('/examples/verify/')[1]?.split('/')[0] ?? '';
  const [, mark, code = ''] = MARKED.exec(text) ?? [];
  const scheme = ALL_SCHEMES.find((each) => each === mark);
  return scheme ? [{ language, title: TITLES[language] ?? language, scheme, code: `${code.trim()}\n` }] : [];
}).sort((a, b) => placeOf(a) - placeOf(b));

/** Complete code in every language that verifies each of these schemes. */
export function verificationSnippets(facts: SnippetFacts): CodeSnippet[] {
  const fill = filling(facts);
  return templates.filter(({ scheme }) => facts.schemes.includes(scheme)).map((template) => ({ ...template, code: fill(template.code) }));
}

/** `WEBHOOK_SECRET_CRM_SYNC` for a webhook called "CRM sync": a receiver may have several. */
export function secretNameOf(webhookName: string): string {
  const words = webhookName.normalize('NFKD').toUpperCase().replace(/\p{Mark}/gu, '').split(/[^A-Z0-9]+/).filter((word) => word !== '');
  return [SAMPLE_SECRET_NAME, ...words].join('_').slice(0, LONGEST_NAME).replace(/_$/, '');
}

/** The examples are programs that run, so they hold values of a sample account; each is replaced by that of the caller's. */
function filling({ key, keySetUrl, secretName }: SnippetFacts): (code: string) => string {
  const values: [sample: string, value: string][] = [[SAMPLE_SECRET_NAME, secretName], [SAMPLE_KEY_SET_URL, keySetUrl]];
  if (key) {
    // The exponent is the same for every account, see `generateRsaKeyPair`.
    values.push([sampleKey.publicKeyPem, key.publicKeyPem.trim()], [sampleKey.modulus, publicKeyFacts(key.publicKeyPem).modulus], [sampleKey.id, key.id]);
  }
  return (code) => values.reduce((text, [sample, value]) => text.replaceAll(sample, () => value), code);
}

function placeOf({ language, scheme }: CodeSnippet): number {
  return Object.keys(TITLES).indexOf(language) * ALL_SCHEMES.length + ALL_SCHEMES.indexOf(scheme);
}
