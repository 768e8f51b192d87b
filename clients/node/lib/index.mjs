// The same objects as for require(), so that there is one class of each, however a test gets at it.
import client from "./index.js";

export const { ControlError, NotSettledError, Rivulet, RivuletError, World, startRivulet } = client;
