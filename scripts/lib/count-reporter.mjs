// Last line of a test run, for people and for CI: `N passed, N failed, N skipped`. Suites are not counted, tests are.
// The checks that a real cluster has to pass too are counted on a line of their own before it.
export default async function* countReporter(events) {
  const all = new Counts();
  const conformance = new Counts();
  for await (const { type, data } of events) {
    if (data?.details?.type === 'suite') continue;
    all.add(type, data);
    if (data?.file?.includes('/test/conformance/')) conformance.add(type, data);
  }
  if (conformance.sum > 0) yield `conformance: ${conformance.toString()}\n`;
  yield `${all.toString()}\n`;
}

class Counts {
  passed = 0;
  failed = 0;
  skipped = 0;

  add(type, data) {
    if (type === 'test:pass' && data.skip === undefined) this.passed += 1;
    if (type === 'test:pass' && data.skip !== undefined) this.skipped += 1;
    if (type === 'test:fail') this.failed += 1;
  }

  get sum() {
    return this.passed + this.failed + this.skipped;
  }

  toString() {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}
