import { type Address, encodeAbiParameters, type Hex, parseAbiParameters } from "viem";

/** A contract as it stands on every chain that it was deployed to. */
export interface CanonicalContract {
  /** What it is called here, its version included. */
  readonly name: string;
  /** What its build artifact calls it. Default: its name. */
  readonly artifact?: string;
  readonly address: Address;
  /**
   * How its address comes about. `create2` (the default): from deployer, salt and creation code (EIP-1014). `create3`:
   * from deployer and salt alone; the deployer creates a proxy by CREATE2, which creates the contract.
   */
  readonly creation?: "create2" | "create3";
  /** The contract that created it, or its proxy. */
  readonly deployer: Address;
  /** 32 bytes. */
  readonly salt: Hex;
  /** The constructor's arguments, encoded, where its creation code is published without them. */
  readonly constructorArgs?: Hex;
  /** The pieces whose code its constructor calls, or asks for. */
  readonly constructorNeeds?: readonly string[];
  /** keccak256 of its creation code with the constructor's arguments. */
  readonly initCodeHash: Hex;
  /** keccak256 of its runtime code; where that holds immutables, as it is on Soneium Minato (chain id 1946). */
  readonly runtimeCodeHash: Hex;
  /** The same on other chains, by their ids, where it holds their values and is known there. */
  readonly runtimeCodeHashOn?: Readonly<Record<number, Hex>>;
  /**
   * Whether the runtime code holds what its constructor learnt from where it ran (its own address, the chain's id)
   * or was given; undefined where that is not known.
   */
  readonly runtimeImmutables?: boolean;
}

const arachnid = "0x4e59b44847b379578588920cA78FbF26c0B4956C";
const rhinestone = "0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7";
const startale = "0x3C02c039a7f38699bC548D0f324c92bD7FeA7800";

const entryPoint07 = "0x0000000071727De22E5E9d8BAf0edAc6f37da032";
const startaleValidator = "0x00000072F286204Bb934eD49D8969E86F7dEC7b1";
const startaleAccount = "0x000000b8f5f723A680d3D7EE624Fe0bC84a6E05A";
/** Who owns the implementation and the bootstrap themselves: nobody. */
const noOwner = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";
/** Who may stake Startale's factory; its repository publishes it in `.env.example`. */
const startaleOwner = "0x2cf491602ad22944D9047282aBC00D3e52F56B37";

/** The stack of SmartSession v1 and the Startale account 1.0.0, as they are deployed. */
export const canonicalV1 = [
  {
    name: "EntryPoint07",
    artifact: "EntryPoint",
    address: entryPoint07,
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
  {
    // An older build of OwnableValidator: the session validator of Startale's SDK (@startale-scs/aa-sdk).
    name: "StartaleOwnableValidator",
    artifact: "OwnableValidator",
    address: "0x0000000000E9E6E96Bcaa3c113187CdB7E38AED9",
    deployer: rhinestone,
    salt: "0x00000000000000000000000000000000000000009a4cc33019d42602e5f482c4",
    initCodeHash: "0x6b280752b4c5db8567af9124e036b54ca2e9d04cb0d732d49c04a6b78e3552df",
    runtimeCodeHash: "0xb35543491ae5c531c1b394e0dab663ff8cd211ba6647e4b154349d4108cb04ae",
    runtimeImmutables: false,
  },
  {
    name: "StartaleECDSAValidator",
    artifact: "ECDSAValidator",
    address: startaleValidator,
    creation: "create3",
    deployer: startale,
    salt: "0x3f4502d1735bb9690e24b4bfa5774630c1f0e2481c0f91ac3ab09a40cc0fd9fa",
    initCodeHash: "0xb5f8999e115859c772cd7ddc5c0adaa732f83c64e06e94d6884becd76894fa36",
    runtimeCodeHash: "0xd895ac0d4a1d5465663916375a1989b89f572c55569e3a3cb8faff50d9133f50",
    runtimeImmutables: false,
  },
  {
    name: "StartaleSmartAccount",
    address: startaleAccount,
    creation: "create3",
    deployer: startale,
    salt: "0xb77a36b2702df8d45d3b5205ae329b7f64fdffd02198d8612d12c2bacc9976c0",
    constructorArgs: encodeAbiParameters(
      parseAbiParameters("address entryPoint, address defaultValidator, bytes initData"),
      [entryPoint07, startaleValidator, noOwner],
    ),
    constructorNeeds: ["StartaleECDSAValidator"],
    initCodeHash: "0xd52ba3069fa00d6131b2480d1f7f3044e6d4587b6be4e6e81ed9e4002e0950de",
    runtimeCodeHash: "0xa137025d802ecfb34427e607466b50e493625bb3a8d86fdbce61fea1444d643d",
    runtimeCodeHashOn: { 1868: "0x27a6dc533d2a98d8fc5cf0d86f2ec9b91538f1e2cc2450117bcfe3933a17f633" },
    runtimeImmutables: true, // its EIP-712 domain
  },
  {
    name: "StartaleBootstrap",
    artifact: "Bootstrap",
    address: "0x000000552A5fAe3Db7a8F3917C435448F49BA6a9",
    creation: "create3",
    deployer: startale,
    salt: "0x46fa5748c0788cba625c06b60aac3b98f5d6bb7d2f4a6ef6e233c0256f3dfa9f",
    constructorArgs: encodeAbiParameters(parseAbiParameters("address defaultValidator, bytes initData"), [
      startaleValidator,
      noOwner,
    ]),
    constructorNeeds: ["StartaleECDSAValidator"],
    initCodeHash: "0x3f372b4e75a1260e31d81fd6ee807092d86b0d42f5a8cc5674a0c86bdeef2dfb",
    runtimeCodeHash: "0xe667e81154974b0645a5eeaf9d632837cde5c3b7a5aa4a0b3c6418a898999c4c",
    runtimeImmutables: false,
  },
  {
    name: "StartaleAccountFactory",
    address: "0x0000003B3E7b530b4f981aE80d9350392Defef90",
    creation: "create3",
    deployer: startale,
    salt: "0xb9004f16d9fa9950c5d801514d011e48d164b42b33e0dbfde61041965851c270",
    constructorArgs: encodeAbiParameters(parseAbiParameters("address implementation, address owner"), [
      startaleAccount,
      startaleOwner,
    ]),
    constructorNeeds: ["StartaleSmartAccount"],
    initCodeHash: "0x22cee73ddc68a23aa37057d1beb37f81238a01f6cb86c2b55b0624aed4994522",
    runtimeCodeHash: "0x380e804ea7bd2dddac7e063329cab4ddaafd7ccc73441e369dbc8218f85b4797",
    runtimeImmutables: false,
  },
] as const satisfies readonly CanonicalContract[];

/** See {@link canonicalV1}. */
export type CanonicalName = (typeof canonicalV1)[number]["name"];
