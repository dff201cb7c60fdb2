import type { CustomResourceDefinition, PrinterColumn, StructuralSchema } from '@chaos-workshop/kube-api';

export interface ChaosDefinition {
  kind: string;
  /** Default: the kind in lower case, as most Chaos Mesh kinds have it. */
  plural?: string;
  singular?: string;
  shortNames?: string[];
  scope?: 'Namespaced' | 'Cluster';
  /** Fields of `spec` shown by `kubectl get`. A kind with columns of its own has no AGE, as in the real CRDs. */
  columns?: string[];
  hasStatusSubresource?: boolean;
  requiresSpec?: boolean;
  description: string;
  spec: StructuralSchema;
  status: StructuralSchema;
}

/** A CustomResourceDefinition of group chaos-mesh.org, version v1alpha1. */
export function chaosDefinition(chaos: ChaosDefinition): CustomResourceDefinition {
  const { kind, plural = kind.toLowerCase(), singular = kind.toLowerCase(), shortNames = [] } = chaos;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.chaos-mesh.org` },
    spec: {
      group: 'chaos-mesh.org',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular,
        ...(shortNames.length > 0 && { shortNames }),
      },
      scope: chaos.scope ?? 'Namespaced',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schemaOf(chaos) },
          ...(chaos.columns !== undefined && { additionalPrinterColumns: chaos.columns.map(specColumn) }),
          ...(chaos.hasStatusSubresource === true && { subresources: { status: {} } }),
        },
      ],
    },
  };
}

function schemaOf({ description, spec, status, requiresSpec = true }: ChaosDefinition): StructuralSchema {
  return {
    type: 'object',
    description,
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec,
      status,
    },
    ...(requiresSpec && { required: ['spec'] }),
  };
}

function specColumn(name: string): PrinterColumn {
  return { name, type: 'string', jsonPath: `.spec.${name}` };
}
