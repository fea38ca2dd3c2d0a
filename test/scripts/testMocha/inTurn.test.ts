import { expect } from "chai";
import { inTurn } from "../../../scripts/testMocha/inTurn.ts";

describe("inTurn", () => {
  it("lets the first be heard at once, and each other when those before have ended", () => {
    let heard = "";
    const { say, end } = inTurn((text) => {
      heard += text;
    });
    say(1, "b");
    say(0, "a");
    expect(heard).to.equal("a");
    say(2, "c");
    end(2);
    say(1, "b");
    expect(heard).to.equal("a");
    end(0);
    expect(heard).to.equal("abb");
    say(1, "b");
    expect(heard).to.equal("abbb");
    end(1);
    expect(heard).to.equal("abbbc");
  });
});
