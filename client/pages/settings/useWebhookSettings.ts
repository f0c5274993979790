import { useQuery } from '@urql/vue';
import { computed, ref, shallowRef, watch } from 'vue';
import { problemOf } from '../../lib/problem.ts';
import { errorsByField } from '../../lib/user-errors.ts';
import { client } from '../../urql.ts';
import { changedSettings, rebasedDraft, SETTING_NAMES, settingsDraftOf, settingsInput, settingsProblems, type SettingErrors, type SettingsDraft } from './settings-draft.ts';
import { WebhookSettingsQuery, WebhookSettingsUpdateMutation, type WebhookSettings } from './settings.queries.ts';

/** The settings of the account in the form: what the server has, what is typed, and what the server said against it. */
export function useWebhookSettings() {
  const settings = shallowRef<WebhookSettings | null>(null);
  const saved = shallowRef<SettingsDraft | null>(null);
  const draft = ref<SettingsDraft | null>(null);
  const errors = shallowRef<SettingErrors>({});
  /** Someone else changed them since they were read. */
  const isStale = ref(false);
  const isRunning = ref(false);
  /** The last change was stored and nothing was typed since. */
  const isSaved = ref(false);
  /** What was typed waits for the newer settings to be put on top of them. */
  let isKept = false;

  const { data, error, executeQuery } = useQuery({ query: WebhookSettingsQuery, requestPolicy: 'network-only' });
  const changed = computed(() => (saved.value && draft.value ? changedSettings(saved.value, draft.value) : []));

  function take(read: WebhookSettings): void {
    const fresh = settingsDraftOf(read);
    const mine = isKept && saved.value && draft.value ? rebasedDraft({ saved: saved.value, draft: draft.value, fresh }) : settingsDraftOf(read);
    settings.value = read;
    saved.value = fresh;
    draft.value = mine;
    errors.value = {};
    isStale.value = false;
    isKept = false;
  }
  watch(data, (answer) => {
    if (answer) take(answer.webhookSettings);
  }, { immediate: true });

  watch(() => changed.value.length, (count) => {
    if (count > 0) isSaved.value = false;
  });

  /** Reads the settings again, dropping what was typed or keeping it. */
  function reload({ keepsMine }: { keepsMine: boolean }): void {
    isKept = keepsMine;
    void executeQuery({ requestPolicy: 'network-only' });
  }

  function discard(): void {
    if (settings.value) take(settings.value);
  }

  /** True when there is nothing to mend. */
  function check(): boolean {
    errors.value = draft.value ? settingsProblems(draft.value) : {};
    return Object.keys(errors.value).length === 0;
  }

  /** When it fails, `errors` says why, and `isStale` that somebody else was first. */
  async function save(): Promise<void> {
    if (!settings.value || !saved.value || !draft.value || isRunning.value) return;
    isRunning.value = true;
    const input = { expectedVersion: settings.value.version, ...settingsInput(saved.value, draft.value) };
    const { data: answer, error: failure } = await client.mutation(WebhookSettingsUpdateMutation, { input }).toPromise();
    isRunning.value = false;
    const result = answer?.webhookSettingsUpdate;
    if (result?.settings) {
      take(result.settings);
      isSaved.value = true;
      return;
    }
    isStale.value = result?.userErrors.some(({ code }) => code === 'STALE_VERSION') ?? false;
    errors.value = failure ? { '': problemOf(failure).message } : errorsByField(result?.userErrors ?? [], SETTING_NAMES);
  }

  return { settings, saved, draft, errors, error, isStale, isRunning, isSaved, changed, reload, discard, check, save };
}
