import { onScopeDispose, ref, type Ref } from 'vue';
import { isFailure, type LiveRow } from './live-row.ts';
import type { WallSettings } from './useWallSettings.ts';

/** A receiver that is down fails many times a second; once in this time is enough to be told. */
const TOLD_EVERY_MS = 5_000;
const TONE_HZ = 440;
const TONE_SECONDS = 0.18;
const LOUDNESS = 0.08;

/** Tells of failures of the chosen webhooks beyond the page: by a notice, a tone, or a sentence for screen readers. */
export function useFailureNotices(settings: Readonly<Ref<WallSettings>>, words: (failures: readonly LiveRow[]) => string) {
  const spoken = ref('');
  let gathered: LiveRow[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let audio: AudioContext | null = null;

  function hear(rows: readonly LiveRow[]): void {
    const { hasNotices, hasSound, isSpoken, webhookIds } = settings.value;
    if (!hasNotices && !hasSound && !isSpoken) return;
    const failures = rows.filter((row) => isFailure(row) && (webhookIds.length === 0 || webhookIds.includes(row.webhookId ?? '')));
    if (failures.length === 0) return;
    gathered.push(...failures);
    if (timer !== null) return;
    tell();
    timer = setTimeout(() => {
      timer = null;
      if (gathered.length > 0) tell();
    }, TOLD_EVERY_MS);
  }

  function tell(): void {
    const sentence = words(gathered);
    gathered = [];
    const { hasNotices, hasSound, isSpoken } = settings.value;
    if (hasNotices && typeof Notification !== 'undefined' && Notification.permission === 'granted') new Notification('Keybell', { body: sentence, tag: 'keybell-failure' });
    if (hasSound) sound();
    if (isSpoken) spoken.value = sentence;
  }

  function sound(): void {
    audio ??= new AudioContext();
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = TONE_HZ;
    volume.gain.setValueAtTime(LOUDNESS, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + TONE_SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + TONE_SECONDS);
  }

  onScopeDispose(() => {
    if (timer !== null) clearTimeout(timer);
    void audio?.close();
  });

  return { hear, spoken };
}
