import { scenarios as catalogue, scenariosReport, toJson } from "../../src/index.ts";
import { runAtEdge } from "../runAtEdge.ts";

/** `sessions scenarios`: the troubleshooting catalogue. */
export default async function scenarios({ json }: { readonly json: boolean }): Promise<void> {
  await runAtEdge(
    async () => {
      const listed = catalogue.map(({ play: _play, ...told }) => told);
      console.log(json ? toJson({ scenarios: listed }) : scenariosReport(catalogue));
      return true;
    },
    { json },
  );
}
