import { onScopeDispose, reactive, ref, shallowRef, watch } from 'vue';
import { utf8, type Bytes } from './bytes.ts';
import { checkSignatures, type CheckInput } from './check-signatures.ts';
import { explainComputed } from './explain-computed.ts';
import type { SchemeReport } from './findings.ts';
import type { CheckerGiven } from './given.ts';
import { hasWebCrypto } from './web-crypto.ts';

const CHECK_AFTER_MS = 250;

interface LoadedFile {
  name: string;
  bytes: Bytes;
}

/** What stands in the fields, and how the signatures come out, a moment after the last change. It all goes with the component. */
export function useSignatureCheck(given: CheckerGiven) {
  const fields = reactive({ body: given.body ?? '', headers: given.headers, secret: '', older: '', publicKey: '', computed: '' });
  /** In place of the text: a text field changes line ends and byte order marks. */
  const file = shallowRef<LoadedFile | null>(null);
  const reports = shallowRef<SchemeReport[]>([]);
  /** Undefined while there is no computed value. */
  const computedReport = shallowRef<SchemeReport | null>();
  const isChecking = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let run = 0;

  const input = (): CheckInput => ({
    body: file.value?.bytes ?? utf8(fields.body),
    headers: fields.headers,
    secrets: [fields.secret, ...fields.older.split('\n')],
    publicKey: fields.publicKey,
    now: Date.now(),
    storedBody: given.body === null ? null : utf8(given.body),
    knownSecrets: given.secrets,
    knownKeys: given.publicKeys,
  });

  async function check(): Promise<void> {
    const mine = ++run;
    isChecking.value = true;
    const current = input();
    const found = await checkSignatures(current);
    const ofCode = fields.computed.trim() === '' ? undefined : await explainComputed(fields.computed, current);
    if (mine !== run) return;
    reports.value = found;
    computedReport.value = ofCode;
    isChecking.value = false;
  }

  async function loadFile(chosen: File): Promise<void> {
    file.value = { name: chosen.name, bytes: new Uint8Array(await chosen.arrayBuffer()) };
  }

  if (hasWebCrypto()) {
    watch([fields, file], () => {
      clearTimeout(timer);
      timer = setTimeout(() => void check(), CHECK_AFTER_MS);
    });
    void check();
  }
  onScopeDispose(() => {
    clearTimeout(timer);
    run += 1;
  });

  return { fields, file, reports, computedReport, isChecking, loadFile };
}
