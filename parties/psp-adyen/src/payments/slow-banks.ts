// Banks that take their time: what they are asked waits until the control door lets it go.

export type SlowBanks = { wait(): Promise<void>; letGo(): number };

export function openSlowBanks(): SlowBanks {
  const waiting: (() => void)[] = [];
  return {
    wait: () => new Promise((resolve) => waiting.push(resolve)),
    letGo() {
      const all = waiting.splice(0);
      for (const go of all) go();
      return all.length;
    },
  };
}
