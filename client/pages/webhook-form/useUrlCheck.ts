import { ref, shallowRef } from 'vue';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { targetUrlProblem } from './target-url.ts';
import { UrlCheckMutation, type UrlCheck } from './webhook-form.queries.ts';

/** Asks the server how far a request to a URL would come. Only the answer about the newest URL counts. */
export function useUrlCheck() {
  const check = shallowRef<UrlCheck | null>(null);
  const failure = ref<string | null>(null);
  const isRunning = ref(false);
  /** The URL that the answer is about. */
  const checkedUrl = ref('');

  async function run(text: string): Promise<void> {
    const url = text.trim();
    checkedUrl.value = url;
    check.value = null;
    failure.value = null;
    isRunning.value = true;
    const { data, error } = await client.mutation(UrlCheckMutation, { input: { url } }).toPromise();
    if (url !== checkedUrl.value) return;
    isRunning.value = false;
    check.value = data?.webhookUrlCheck.check ?? null;
    failure.value = error ? problemOf(error).message : data?.webhookUrlCheck.userErrors[0]?.message ?? null;
  }

  /** For a field that was left: asks once about each well-formed URL. */
  function runOnce(text: string): void {
    if (text.trim() !== checkedUrl.value && targetUrlProblem(text) === null) void run(text);
  }

  return { check, failure, isRunning, checkedUrl, run, runOnce };
}
