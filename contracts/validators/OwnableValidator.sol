// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";

/// @title OwnableValidator, the reference contract
/// @notice Tells whether enough of an account's owners, or of a session's keys, have signed. For an account that
/// installs it, it keeps the owners (ERC-7579 validator); for a session it keeps nothing, as SmartSession hands
/// in the keys with each question (ERC-7579 stateless validator, ERC-7780).
/// @dev A signature is 65 bytes `r ‖ s ‖ v` an owner; a `v` of 31 or 32 says that this owner signed with the
/// prefix of `eth_sign`. What is signed is the hash as it is, but of a user operation of the account's owners
/// the hash with that prefix, as v1 has it. Owners that are contracts (ERC-1271) are not supported: a `v` of 0,
/// by which v1 asks such an owner, recovers to nobody here. Nor can owners be changed but by uninstalling.
contract OwnableValidator {
    /// @dev ERC-7579 module types: validator, and stateless validator.
    uint256 private constant _VALIDATOR = 1;
    uint256 private constant _STATELESS_VALIDATOR = 7;
    /// @dev ERC-4337 validation data.
    uint256 private constant _VALIDATION_SUCCESS = 0;
    uint256 private constant _VALIDATION_FAILED = 1;
    /// @dev ERC-1271.
    bytes4 private constant _VALID_SIGNATURE = 0x1626ba7e;
    bytes4 private constant _INVALID_SIGNATURE = 0xffffffff;
    uint256 private constant _MAX_OWNERS = 32;
    uint256 private constant _SIGNATURE_LENGTH = 65;
    /// @dev An `eth_sign` signature carries its `v` raised by 4, as Safe's signatures do.
    uint8 private constant _ETH_SIGN_OFFSET = 4;

    /// @notice How many owners have to sign, by account; 0 where the module is not installed.
    mapping(address account => uint256 needed) public threshold;
    /// @dev In ascending order.
    mapping(address account => address[] owners) private _owners;
    mapping(address account => bool ever) private _wasInstalled;

    /// @notice An account has installed the module.
    /// @param account The account.
    event ModuleInitialized(address indexed account);
    /// @notice An account has uninstalled the module.
    /// @param account The account.
    event ModuleUninitialized(address indexed account);
    /// @notice An account has an owner.
    /// @param account The account.
    /// @param owner The owner.
    event OwnerAdded(address indexed account, address indexed owner);
    /// @notice An account has an owner no longer.
    /// @param account The account.
    /// @param owner The owner.
    event OwnerRemoved(address indexed account, address indexed owner);

    /// @notice There are fewer signatures than the threshold asks for, or some of them are nobody's.
    error InvalidSignature();
    /// @notice The owners are not in ascending order, or one is named twice.
    error NotSortedAndUnique();
    /// @notice The threshold is 0.
    error ThresholdNotSet();
    /// @notice The threshold is higher than there are owners.
    error InvalidThreshold();
    /// @notice There are more than 32 owners.
    error MaxOwnersReached();
    /// @notice An owner is the zero address.
    /// @param owner The owner.
    error InvalidOwner(address owner);
    /// @notice The account has installed the module before. It cannot do so again, as v1 keeps its emptied list.
    error LinkedList_AlreadyInitialized(); // solhint-disable-line func-name-mixedcase

    /// @notice Takes the owners of the account that calls.
    /// @param data `abi.encode(uint256 threshold, address[] owners)`, owners in ascending order.
    function onInstall(bytes calldata data) external {
        (uint256 needed, address[] memory owners) = abi.decode(data, (uint256, address[]));
        if (!_isAscending(owners)) revert NotSortedAndUnique();
        if (needed == 0) revert ThresholdNotSet();
        if (owners.length < needed) revert InvalidThreshold();
        if (owners.length > _MAX_OWNERS) revert MaxOwnersReached();
        if (_wasInstalled[msg.sender]) revert LinkedList_AlreadyInitialized();
        if (owners[0] == address(0)) revert InvalidOwner(address(0));

        _wasInstalled[msg.sender] = true;
        threshold[msg.sender] = needed;
        _owners[msg.sender] = owners;
        for (uint256 i = 0; i < owners.length; ++i) {
            emit OwnerAdded(msg.sender, owners[i]);
        }
        emit ModuleInitialized(msg.sender);
    }

    /// @notice Forgets the owners of the account that calls.
    function onUninstall(bytes calldata) external {
        address[] memory owners = getOwners(msg.sender);
        delete threshold[msg.sender];
        delete _owners[msg.sender];
        for (uint256 i = 0; i < owners.length; ++i) {
            emit OwnerRemoved(msg.sender, owners[i]);
        }
        emit ModuleUninitialized(msg.sender);
    }

    /// @notice Validates an operation of the account's owners.
    /// @param userOp The operation; its sender is the account, its signature the owners'.
    /// @param userOpHash Its hash, which the owners sign with the prefix of `eth_sign`.
    /// @return validationData 0 where enough owners have signed, else 1 (ERC-4337).
    function validateUserOp(
        PackedUserOperation calldata userOp,
        bytes32 userOpHash
    ) external view returns (uint256 validationData) {
        bool valid = _ownersSigned(userOp.sender, _withPrefix(userOpHash), userOp.signature);
        return valid ? _VALIDATION_SUCCESS : _VALIDATION_FAILED;
    }

    /// @notice Tells whether the owners of the account that calls have signed a hash (ERC-7579, for ERC-1271).
    /// @param hash What is signed.
    /// @param signature The owners' signatures, one after the other.
    /// @return magicValue 0x1626ba7e where enough owners have signed, else 0xffffffff.
    function isValidSignatureWithSender(
        address,
        bytes32 hash,
        bytes calldata signature
    ) external view returns (bytes4 magicValue) {
        return _ownersSigned(msg.sender, hash, signature) ? _VALID_SIGNATURE : _INVALID_SIGNATURE;
    }

    /// @notice Tells whether an account has the module installed.
    /// @param account The account.
    /// @return initialized Whether it has owners here.
    function isInitialized(address account) external view returns (bool initialized) {
        return threshold[account] != 0;
    }

    /// @notice Tells whether `needed` of `owners` have signed `hash`.
    /// @param hash What is signed, for a session's use the user operation's hash.
    /// @param signature The signatures, one after the other.
    /// @param data `abi.encode(uint256 needed, address[] owners)`, owners in ascending order.
    /// @return valid Whether enough different owners have signed.
    function validateSignatureWithData(
        bytes32 hash,
        bytes calldata signature,
        bytes calldata data
    ) external pure returns (bool valid) {
        (uint256 needed, address[] memory owners) = abi.decode(data, (uint256, address[]));
        if (needed == 0 || !_isAscending(owners)) return false;
        return _enoughSigned(hash, signature, needed, owners);
    }

    /// @notice Tells what kind of ERC-7579 module this is.
    /// @param moduleTypeId The type asked for.
    /// @return isType True for validator and stateless validator.
    function isModuleType(uint256 moduleTypeId) external pure returns (bool isType) {
        return moduleTypeId == _VALIDATOR || moduleTypeId == _STATELESS_VALIDATOR;
    }

    /// @notice Tells the owners of an account.
    /// @param account The account.
    /// @return owners In descending order, as v1 lists them.
    function getOwners(address account) public view returns (address[] memory owners) {
        owners = _owners[account];
        uint256 count = owners.length;
        for (uint256 i = 0; i < count / 2; ++i) {
            (owners[i], owners[count - 1 - i]) = (owners[count - 1 - i], owners[i]);
        }
    }

    function _ownersSigned(
        address account,
        bytes32 hash,
        bytes calldata signature
    ) private view returns (bool) {
        uint256 needed = threshold[account];
        return needed != 0 && _enoughSigned(hash, signature, needed, _owners[account]);
    }

    function _enoughSigned(
        bytes32 hash,
        bytes calldata signature,
        uint256 needed,
        address[] memory owners
    ) private pure returns (bool) {
        address[] memory signers = new address[](signature.length / _SIGNATURE_LENGTH);
        uint256 recovered = 0;
        for (uint256 i = 0; i < signers.length; ++i) {
            signers[i] = _recover(hash, signature[i * _SIGNATURE_LENGTH:(i + 1) * _SIGNATURE_LENGTH]);
            if (signers[i] != address(0)) ++recovered;
        }
        // Too few signers are an error, whoever they are; the wrong ones are a "no". As in v1, the zero address
        // counts as having signed where a signature is nobody's: no session may have it for a key.
        if (recovered < needed) revert InvalidSignature();
        uint256 signed = 0;
        for (uint256 i = 0; i < owners.length; ++i) {
            if (_contains(signers, owners[i])) ++signed;
        }
        return signed >= needed;
    }

    /// @dev The zero address where a signature is nobody's.
    function _recover(bytes32 hash, bytes calldata signature) private pure returns (address signer) {
        bytes32 r = bytes32(signature[:32]);
        bytes32 s = bytes32(signature[32:64]);
        uint8 v = uint8(signature[64]);
        if (v > 30) {
            v -= _ETH_SIGN_OFFSET;
            hash = _withPrefix(hash);
        }
        return ecrecover(hash, v, r, s);
    }

    function _withPrefix(bytes32 hash) private pure returns (bytes32) {
        return keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash));
    }

    function _isAscending(address[] memory owners) private pure returns (bool) {
        for (uint256 i = 1; i < owners.length; ++i) {
            if (owners[i - 1] >= owners[i]) return false;
        }
        return true;
    }

    function _contains(address[] memory signers, address owner) private pure returns (bool) {
        for (uint256 i = 0; i < signers.length; ++i) {
            if (signers[i] == owner) return true;
        }
        return false;
    }
}
