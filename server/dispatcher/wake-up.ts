/** A sleep that can be cut short. A wake between `arm` and `sleep` is not lost: the sleep then ends at once. */
export class WakeUp {
  #isAwake = false;
  #end: (() => void) | null = null;

  /** Forgets earlier wakes; call before looking whether there is anything to do. */
  arm(): void {
    this.#isAwake = false;
  }

  wake(): void {
    this.#isAwake = true;
    this.#end?.();
  }

  /** Sleeps for `ms`, at most as long as one timer can. */
  async sleep(ms: number): Promise<void> {
    if (this.#isAwake) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#end = null;
  }
}
