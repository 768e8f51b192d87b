"use strict";

/** The time that a server goes by, one for all of its worlds. Each call answers when what has aged is done with. */
class Clock {
  #control;

  constructor(control) {
    this.#control = control;
  }

  async now() {
    const { now } = await this.#control.get("clock");
    return new Date(Math.round(now * 1000));
  }

  advance(seconds) {
    return this.#control.post("clock", { mode: "advance", seconds });
  }

  set(time) {
    return this.#control.post("clock", { mode: "set", time: time instanceof Date ? time.getTime() / 1000 : time });
  }

  freeze() {
    return this.#control.post("clock", { mode: "freeze" });
  }

  /** Back to the machine's time. */
  real() {
    return this.#control.post("clock", { mode: "real" });
  }
}

module.exports = { Clock };
