/** `invalid`: the request makes no sense · `not-found`, `exists`: a name · `listen`: the address cannot be listened on. */
export type FaultErrorCode = 'invalid' | 'not-found' | 'exists' | 'listen';

/** The one error that the engine throws on purpose; its message is meant for the person who asked. */
export class FaultError extends Error {
  readonly code: FaultErrorCode;

  constructor(code: FaultErrorCode, message: string) {
    super(message);
    this.name = 'FaultError';
    this.code = code;
  }
}
