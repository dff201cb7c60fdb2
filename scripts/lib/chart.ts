// The one way in which the chart becomes k8s/workshop.yaml; the drift check uses it too.
import { $, which } from 'zx';

const header = `# Generated from helm/chaos-workshop by \`npm run render\`. Do not edit: change the chart.
# It needs the namespace of k8s/namespace.yaml and a Secret "mysql" (docs/decisions/passwords.md). HTTPFault is left to
# whoever runs it: the lab's own links act on requests; in a cluster install the chart, which brings an operator.
`;

/** The chart with its default values and without a Secret, as one YAML text. Fails where there is no Helm. */
export async function renderChart(): Promise<string> {
  await which('helm').catch(() => {
    throw new Error(
      'helm is not on PATH: install it (https://helm.sh/docs/intro/install/) and run this again',
    );
  });
  const values = ['--set', 'mysql.existingSecret=mysql,httpFaults.enabled=false,drain=1s'];
  const { stdout } =
    await $`helm template chaos-workshop helm/chaos-workshop --namespace chaos-workshop --include-crds --skip-tests ${values}`;
  return header + stdout;
}
