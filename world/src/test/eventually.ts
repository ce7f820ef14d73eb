// For tests: what is asked of a line comes after a while, on a busy machine too.

const patienceMs = 30_000;

/** What `check` gives once it no longer throws; after 30 s what it threw last. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const endMs = Date.now() + patienceMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > endMs) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
