// Runs in alto's process before alto does; what it cannot be told is seen to here.
import { Server } from "node:net";

// alto listens on every interface of the machine. Its port, which the system chooses, goes to who started it.
const { listen } = Server.prototype;
Server.prototype.listen = function (options, ...rest) {
  this.once("listening", () => process.send?.({ port: this.address().port }));
  return listen.call(this, { ...options, host: "127.0.0.1" }, ...rest);
};

// The channel closes when the process that started this one is gone, however it went.
process.once("disconnect", () => process.exit());
// The channel alone does not keep alto running.
process.channel?.unref();
