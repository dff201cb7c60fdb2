import { Injectable } from '@nestjs/common';

export interface HealthCheck {
  name: string;
  /** Whether the service can do nothing useful without it; `once`: whether it cannot begin without it. */
  readiness: boolean | 'once';
  /** Describes the good state, or throws with a description of the bad one. */
  check(signal: AbortSignal): Promise<string> | string;
}

/** What a service looks at to say how it is; the modules of a service add theirs. */
@Injectable()
export class HealthChecks {
  readonly #checks: HealthCheck[] = [];

  add(check: HealthCheck): void {
    this.#checks.push(check);
  }

  get all(): readonly HealthCheck[] {
    return this.#checks;
  }
}
