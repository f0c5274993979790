// Runs before the first paint so that a dark page never flashes white. The content security
// policy allows no inline script, hence a file; the key is the one that useColorMode writes.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('vueuse-color-scheme') ?? 'auto';
  } catch {
    // Storage is blocked: follow the system.
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.add(isDark ? 'dark' : 'light');
})();
