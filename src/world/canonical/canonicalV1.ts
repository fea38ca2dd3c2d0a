import type { Address, Hex } from "viem";

/** A contract as it stands on every chain that it was deployed to, by CREATE2 (EIP-1014). */
export interface CanonicalContract {
  /** What it is called here, its version included. */
  readonly name: string;
  /** What its build artifact calls it. Default: its name. */
  readonly artifact?: string;
  readonly address: Address;
  /** The contract that created it. */
  readonly deployer: Address;
  /** 32 bytes. */
  readonly salt: Hex;
  /** keccak256 of its creation code with the constructor's arguments. */
  readonly initCodeHash: Hex;
  /** keccak256 of its runtime code; where that holds immutables, as it is on Soneium Minato (chain id 1946). */
  readonly runtimeCodeHash: Hex;
  /**
   * Whether the runtime code holds what its constructor learnt from where it ran (its own address, the chain's id)
   * or was given; undefined where that is not known.
   */
  readonly runtimeImmutables?: boolean;
}

const arachnid = "0x4e59b44847b379578588920cA78FbF26c0B4956C";
const rhinestone = "0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7";

/** The stack of SmartSession v1, as it is deployed. */
export const canonicalV1 = [
  {
    name: "EntryPoint07",
    artifact: "EntryPoint",
    address: "0x0000000071727De22E5E9d8BAf0edAc6f37da032",
    deployer: arachnid,
    salt: "0x90d8084deab30c2a37c45e8d47f49f2f7965183cb6990a98943ef94940681de3",
    initCodeHash: "0x30516d9cdbeabfaf62ea32d081a10ee3b95b92e5549cfc86353bbe85741c1404",
    runtimeCodeHash: "0x8db5ff695839d655407cc8490bb7a5d82337a86a6b39c3f0258aa6c3b582fc58",
  },
  {
    name: "SmartSession",
    address: "0x00000000008bDABA73cD9815d79069c247Eb4bDA",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000a64f70421acfdd00e3e3f1c6",
    initCodeHash: "0x8d74dcdd039c3bfee3f3b6da380b5bb43f2630ee97171fabb07a7c5bf9df92b0",
    runtimeCodeHash: "0x0a31363c38106cce18a3008234d95376a9f2f8bdc67976eab1d1f5ad3cc91b79",
    runtimeImmutables: false,
  },
  {
    name: "SmartSessionCompatibilityFallback",
    address: "0x000000000052e9685932845660777DF43C2dC496",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000bd02de2f2a620a024262b5ef",
    initCodeHash: "0x9df82f3193542334672a50228bc84882ff55b6ee8afc5baaf8b55f4b8f774e24",
    runtimeCodeHash: "0xe691f0762f697e79e67d79b3ea3970abc3eaf041b37ba2bd60f67eaac2a3780a",
    runtimeImmutables: false,
  },
  {
    name: "SudoPolicy",
    address: "0x0000000000FEEc8D74e3143fBaBbca515358d869",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000d1eec733bed549000f523b0a",
    initCodeHash: "0x732c5b6bb56fff80d9afc3553b637f5402a587d2d8af9548bd32bdd22b0bf560",
    runtimeCodeHash: "0x9aade8840f066b2c5c5229184e77ee6a62b89299a98b7b693168c82de21a723c",
    runtimeImmutables: false,
  },
  {
    name: "SimpleGasPolicy",
    address: "0x0000000000d14A6F771494592218d8F9c2ddEbB6",
    deployer: rhinestone,
    salt: "0x00000000000000000000000000000000000000000cc403b5373e8c023efc165f",
    initCodeHash: "0x62890f021ef2c21bcf055f46e1121d9f4d027fc01bc9ebef53ceef3bdaf6d9c4",
    runtimeCodeHash: "0xfe3fcc7cc101836366707dedfbb3964d7bae59c40c274ecf9328ad4492bee852",
    runtimeImmutables: false,
  },
  {
    name: "TimeFramePolicy",
    address: "0x0000000000D30f611fA3bf652ac6879428586930",
    deployer: rhinestone,
    salt: "0x000000000000000000000000000000000000000016827058156274021b2e77a0",
    initCodeHash: "0x833520bd3bffda8e8faa130ea3b0d85da4fa7af5bd6d3c3e45ba0a5010e82ab0",
    runtimeCodeHash: "0xa8c18f7a974673552d03d7325bbc33a102a5aaab5bc5a3c11ecae1648ca4e026",
    runtimeImmutables: false,
  },
  {
    name: "UniActionPolicy",
    address: "0x0000000000714Cf48FcF88A0bFBa70d313415032",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000deaafcb2442a840102a52475",
    initCodeHash: "0x0f0cab528f656576ec43373b64563dcae51dbf72baf6f28137fdb37417514ec9",
    runtimeCodeHash: "0xc58f13d259c69d0db90f611347535e2d5642f3352740b7d58fbf6e6b939670dd",
    runtimeImmutables: false,
  },
  {
    name: "UsageLimitPolicy",
    address: "0x00000000001d4479FA2A947026204d0283ceDe4B",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000f5e289757ebaab02edfbe461",
    initCodeHash: "0x708991c466ab1e128a4f3d94f7422a072b6c1742a16bb781c26046339829c832",
    runtimeCodeHash: "0xa85499ae68f4ac7819fa0c9a06dfb89538a820879ed356913915ea5daac62cdd",
    runtimeImmutables: false,
  },
  {
    name: "ValueLimitPolicy",
    address: "0x000000000021dC45451291BCDfc9f0B46d6f0278",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000bcd01eac5dfec103e11034b0",
    initCodeHash: "0xc2e2f191717e68c335f769c06d5565d0847a088e2533af0203d5dbe3eb740e14",
    runtimeCodeHash: "0x086e8421c6c9daab4a93e63366c83e8f20cc3f736b7be5a97e0e81633581e4ed",
    runtimeImmutables: false,
  },
  {
    name: "ContractWhitelistPolicy",
    address: "0x0000000000d79359D85e62796104D7AE863fFAcb",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000e62b22640dfb5f011b8cba18",
    initCodeHash: "0x64fbfddbdcf571a139407fb6da798afbaf0988a52b0ce02111c7f6303f71641d",
    runtimeCodeHash: "0xbee5417fe67749633ffdb9159bc0513a8dfbddc0ce9ffd172326f6490da580ac",
    runtimeImmutables: false,
  },
  {
    name: "ERC20SpendingLimitPolicy",
    address: "0x000000000033212E272655D8a22402Db819477A6",
    deployer: rhinestone,
    salt: "0x000000000000000000000000000000000000000030b6884bb264a803a0602ebb",
    initCodeHash: "0x5f8b68a5ad1624c52ebbd645a394666489a64eb7d4d9a7288cc19c7ee6647742",
    runtimeCodeHash: "0x9ece24bd174fd4d30b1aea219b9fb43247370bead0ec15a01afc88789891351b",
    runtimeImmutables: false,
  },
  {
    name: "ArgPolicy",
    address: "0x0000000000167edE64D8751daACDdC0312565a73",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000331937e033a75702af416619",
    initCodeHash: "0x45330a6526b8a62326a3934b25dc39de16c38bcee58777c220a753f1db20b151",
    runtimeCodeHash: "0x969909d76c03331e356e9151d752a4ab815b77a5ce8f4870ce46de4f08af16f7",
    runtimeImmutables: false,
  },
  {
    name: "OwnableValidator",
    address: "0x000000000013fdB5234E4E3162a810F54d9f7E98",
    deployer: rhinestone,
    salt: "0x00000000000000000000000000000000000000005cff70848341170223ea60eb",
    initCodeHash: "0x9f5f6741c6ab0079414a975b7d9e57846fccd68ad23e6fd205133f29e4f5ad92",
    runtimeCodeHash: "0x4194d92c6d0b18f35a865f2796c3a0b85b9af299c8110214dfae3f69bee60d11",
    runtimeImmutables: false,
  },
  {
    name: "Safe7579-v2",
    artifact: "Safe7579",
    address: "0x7579f2AD53b01c3D8779Fe17928e0D48885B0003",
    deployer: rhinestone,
    salt: "0x00000000000000000000000000000000000000002167adff4b1b91015953c7c8",
    initCodeHash: "0xf283679e32ae9aa049a152dbb848f267c27898309e6b6a44d2ce967a45ee6c82",
    runtimeCodeHash: "0xc9c3866bdfbdb586211254dbe457aa3d1c9fd1acf1bbaa36e4c86c3ebc156b69",
    runtimeImmutables: true,
  },
  {
    name: "Safe7579Launchpad-v2",
    artifact: "Safe7579Launchpad",
    address: "0x75798463024Bda64D83c94A64Bc7D7eaB41300eF",
    deployer: rhinestone,
    salt: "0x00000000000000000000000000000000000000006bf462a61733ad0118a1421a",
    initCodeHash: "0x77c34ac4acf46c826bd6867c1cea97e8f9ee13051926b3b6a9a7b9c6f36d8815",
    runtimeCodeHash: "0x044b5e0086072ca4cb8e39c4d7fe5ae78def953b347eacd8d3abbba56946fb6e",
    runtimeImmutables: true,
  },
  {
    name: "Safe7579-v1",
    artifact: "Safe7579",
    address: "0x7579EE8307284F293B1927136486880611F20002",
    deployer: rhinestone,
    salt: "0x000000000000000000000000000000000000000054eb9d8a32e548026d135a6f",
    initCodeHash: "0xf3ede6fa46c2d22c002eee62d50bf05f72d02b988ec3d9199f88133583b21241",
    runtimeCodeHash: "0xe03f1efc4aa74c91a87731397278a9c32d81f593263931fc94ff867aa09b83ac",
  },
  {
    name: "Safe7579Launchpad-v1",
    artifact: "Safe7579Launchpad",
    address: "0x7579011aB74c46090561ea277Ba79D510c6C00ff",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000e5068a3f93a9e201a1832958",
    initCodeHash: "0x2416c08588a6cf06d748eb482503efdec3b7e77c56ed8e59e09dad1b8926c9b7",
    runtimeCodeHash: "0xe15c7413325ecf9e9fe60a315a0c9b49ad3003f3e6c254b9fa841dff8a8a32a5",
  },
  {
    name: "RhinestoneRegistry",
    artifact: "Registry",
    address: "0x000000000069E2a187AEFFb852bF3cCdC95151B2",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000d7f995ff1ea60f02e52877f7",
    initCodeHash: "0xa0afb91975bc153fe1e489eb618400e8d7d51253fcbdcb86b90e0ee7bdec668f",
    runtimeCodeHash: "0x34b72fd64e6439a0e94f397567564cbc62c0a54802828d32f5abb7e01fb444cd",
  },
  {
    name: "SafeProxyFactory",
    address: "0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000000000000000000000000000",
    initCodeHash: "0x596f87ec561ad5ea1c13253af5c91247a713253499b74a5d594537cae42eaaa9",
    runtimeCodeHash: "0x50c3cdc4074750a7a974204a716c999edd37482f907608d960b2b025ee0b3317",
  },
  {
    name: "Safe",
    address: "0x41675C099F32341bf84BFc5382aF534df5C7461a",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000000000000000000000000000",
    initCodeHash: "0xbdd9e3833a8bdf0f6b4312e07bc851afc298d53690a00a28cade5de8b6ac0f36",
    runtimeCodeHash: "0x1fe2df852ba3299d6534ef416eefa406e56ced995bca886ab7a553e6d0c5e1c4",
  },
  {
    name: "SafeL2",
    address: "0x29fcB43b46531BcA003ddC8FCB67FFE91900C762",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000000000000000000000000000",
    initCodeHash: "0x3555bd3ee95b1c6605c602740d71efaf200068e0395ccd701ac82ab8e42307bd",
    runtimeCodeHash: "0xb1f926978a0f44a2c0ec8fe822418ae969bd8c3f18d61e5103100339894f81ff",
  },
  {
    name: "MultiSend",
    address: "0x38869bf66a61cF6bDB996A6aE40D5853Fd43B526",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000000000000000000000000000",
    initCodeHash: "0x4b098e80d2b37db2c4a92ff33a116dfacb2276a8532a6b493367952cc6d0b7b3",
    runtimeCodeHash: "0x0e4f7fc66550a322d1e7688e181b75e217e662a4f3f4d6a29b22bc61217c4b77",
  },
  {
    name: "MultiSendCallOnly",
    address: "0x9641d764fc13c8B624c04430C7356C1C7C8102e2",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000000000000000000000000000",
    initCodeHash: "0xa7934433f19155c708af2674b14c6c8b591fedbed7b01ce8cf64014f307468a0",
    runtimeCodeHash: "0xecd5bd14a08c5d2122379900b2f272bdf107a7e92423c10dd5fe3254386c9939",
  },
  {
    name: "CompatibilityFallbackHandler",
    address: "0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000000000000000000000000000",
    initCodeHash: "0x5a63128db658d8601220c014848acd6c27b855a0427f0181eb3ba8c25e2d3e95",
    runtimeCodeHash: "0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9",
  },
  {
    name: "SignMessageLib",
    address: "0xd53cd0aB83D845Ac265BE939c57F53AD838012c9",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000000000000000000000000000",
    initCodeHash: "0xc2a1c33b764ed0f0a27f274f4153335444e266cac3792545f2f1be7621197345",
    runtimeCodeHash: "0x525c754a46b79e05543a59bb61e8de3c9eee0d955a59352409cbe67ea1077528",
  },
  {
    name: "CreateCall",
    address: "0x9b35Af71d77eaf8d7e40252370304687390A1A52",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000000000000000000000000000",
    initCodeHash: "0x0871bf92dc4e13f2fd05dfec9570999908913bb89dda487f781cebe3435f9c62",
    runtimeCodeHash: "0x2b3060c55fcb8275653e99ad511a71f67ba76934ed66a7d74d6e68b52afff889",
  },
  {
    name: "SimulateTxAccessor",
    address: "0x3d4BA2E0884aa488718476ca2FB8Efc291A46199",
    deployer: rhinestone,
    salt: "0x0000000000000000000000000000000000000000000000000000000000000000",
    initCodeHash: "0x949a457935c25c9ba74fed34a89f32bee4b242d0d2f51e0c9d4020b45788a1d1",
    runtimeCodeHash: "0x91f82615581fc73b190b83d72e883608b25e392f72322035df1b13d51766cf8d",
  },
] as const satisfies readonly CanonicalContract[];

/** See {@link canonicalV1}. */
export type CanonicalName = (typeof canonicalV1)[number]["name"];
