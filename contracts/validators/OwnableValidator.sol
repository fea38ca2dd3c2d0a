// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";

/// @title OwnableValidator, the reference contract
/// @notice Tells whether enough of an account's owners, or of a session's keys, have signed. For an account that
/// installs it, it keeps the owners (ERC-7579 validator); for a session it keeps nothing, as SmartSession hands
/// in the keys with each question (ERC-7579 stateless validator, ERC-7780).
/// @dev A signature is 65 bytes `r ‖ s ‖ v` an owner; a `v` of 31 or 32 says that this owner signed with the
/// prefix of `eth_sign`. What is signed is the hash as it is, but of a user operation of the account's owners
/// the hash with that prefix, as v1 has it. A `v` of 0 says that the owner is a contract, which is asked
/// (ERC-1271): `r` is its address, and `s` where its signature starts, behind all the others: a word with the
/// length, and as many bytes.
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

    /// @dev Before the first owner of a list and after the last. No owner.
    address private constant _END = address(1);

    /// @notice How many owners have to sign, by account; 0 where the module is not installed.
    mapping(address account => uint256 needed) public threshold;
    /// @notice How many owners an account has.
    mapping(address account => uint256 count) public ownerCount;
    /// @dev Each owner's successor: a ring that starts and ends in `_END`. The account is the last key: then a
    /// bundler lets a user operation's validation read it (ERC-7562, storage that is associated with the
    /// account).
    mapping(address owner => mapping(address account => address next)) private _next;

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

    /// @notice An account asks for another number of signatures.
    /// @param account The account.
    /// @param threshold How many owners have to sign.
    event ThresholdSet(address indexed account, uint256 threshold);

    /// @notice There are fewer signatures than the threshold asks for, or some of them are nobody's.
    error InvalidSignature();
    /// @notice The owners are not in ascending order, or one is named twice.
    error NotSortedAndUnique();
    /// @notice The threshold is 0.
    error ThresholdNotSet();
    /// @notice The threshold is higher than there are owners, or is to become 0.
    error InvalidThreshold();
    /// @notice There are more than 32 owners.
    error MaxOwnersReached();
    /// @notice An owner is the zero address.
    /// @param owner The owner.
    error InvalidOwner(address owner);
    /// @notice One owner fewer would be fewer than have to sign; or the account has none.
    error CannotRemoveOwner();
    /// @notice The account has not installed the module.
    /// @param account The account.
    error NotInitialized(address account);
    // solhint-disable func-name-mixedcase
    /// @notice The account has installed the module before. It cannot do so again, as v1 keeps its emptied list.
    error LinkedList_AlreadyInitialized();
    /// @notice An owner is none that can be: address 1; or is not where the list of owners is said to have it.
    /// @param entry The owner, or who is said to be before it.
    error LinkedList_InvalidEntry(address entry);
    /// @notice An owner is one already.
    /// @param entry The owner.
    error LinkedList_EntryAlreadyInList(address entry);
    // solhint-enable func-name-mixedcase

    /// @notice Takes the owners of the account that calls.
    /// @param data `abi.encode(uint256 threshold, address[] owners)`, owners in ascending order.
    function onInstall(bytes calldata data) external {
        (uint256 needed, address[] memory owners) = abi.decode(data, (uint256, address[]));
        if (!_isAscending(owners)) revert NotSortedAndUnique();
        if (needed == 0) revert ThresholdNotSet();
        if (owners.length < needed) revert InvalidThreshold();
        if (owners.length > _MAX_OWNERS) revert MaxOwnersReached();
        if (_next[_END][msg.sender] != address(0)) revert LinkedList_AlreadyInitialized();
        if (owners[0] == address(0)) revert InvalidOwner(address(0));

        threshold[msg.sender] = needed;
        ownerCount[msg.sender] = owners.length;
        _next[_END][msg.sender] = _END;
        for (uint256 i = 0; i < owners.length; ++i) _add(owners[i]);
        emit ModuleInitialized(msg.sender);
    }

    /// @notice Forgets the owners of the account that calls.
    function onUninstall(bytes calldata) external {
        address[] memory owners = getOwners(msg.sender);
        delete threshold[msg.sender];
        delete ownerCount[msg.sender];
        for (uint256 i = 0; i < owners.length; ++i) _remove(_END, owners[i]);
        emit ModuleUninitialized(msg.sender);
    }

    /// @notice Asks for another number of signatures, for the account that calls.
    /// @param newThreshold How many owners have to sign.
    function setThreshold(uint256 newThreshold) external {
        if (!isInitialized(msg.sender)) revert NotInitialized(msg.sender);
        if (newThreshold == 0 || newThreshold > ownerCount[msg.sender]) revert InvalidThreshold();
        threshold[msg.sender] = newThreshold;
        emit ThresholdSet(msg.sender, newThreshold);
    }

    /// @notice Takes one more owner of the account that calls.
    /// @param owner The owner; the list starts with it then.
    function addOwner(address owner) external {
        if (!isInitialized(msg.sender)) revert NotInitialized(msg.sender);
        if (owner == address(0)) revert InvalidOwner(owner);
        if (ownerCount[msg.sender] >= _MAX_OWNERS) revert MaxOwnersReached();
        ++ownerCount[msg.sender];
        _add(owner);
    }

    /// @notice Forgets one owner of the account that calls.
    /// @param prevOwner Who is before it in the list of owners, address 1 before the first.
    /// @param owner The owner.
    function removeOwner(address prevOwner, address owner) external {
        if (ownerCount[msg.sender] == threshold[msg.sender]) revert CannotRemoveOwner();
        if (owner == address(0) || owner == _END) revert LinkedList_InvalidEntry(prevOwner);
        if (_next[prevOwner][msg.sender] != owner) revert LinkedList_InvalidEntry(owner);
        --ownerCount[msg.sender];
        _remove(prevOwner, owner);
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

    /// @notice Tells whether `needed` of `owners` have signed `hash`.
    /// @param hash What is signed, for a session's use the user operation's hash.
    /// @param signature The signatures, one after the other.
    /// @param data `abi.encode(uint256 needed, address[] owners)`, owners in ascending order.
    /// @return valid Whether enough different owners have signed.
    function validateSignatureWithData(
        bytes32 hash,
        bytes calldata signature,
        bytes calldata data
    ) external view returns (bool valid) {
        (uint256 needed, address[] memory owners) = abi.decode(data, (uint256, address[]));
        if (needed == 0 || !_isAscending(owners)) return false;
        address[] memory signers = _recoverAll(hash, signature, needed);
        uint256 signed = 0;
        // As in v1, the zero address counts as having signed where a signature is nobody's: no session may have
        // it for a key.
        for (uint256 i = 0; i < owners.length; ++i) {
            if (_contains(signers, owners[i], signers.length)) ++signed;
        }
        return signed >= needed;
    }

    /// @notice Tells what kind of ERC-7579 module this is.
    /// @param moduleTypeId The type asked for.
    /// @return isType True for validator and stateless validator.
    function isModuleType(uint256 moduleTypeId) external pure returns (bool isType) {
        return moduleTypeId == _VALIDATOR || moduleTypeId == _STATELESS_VALIDATOR;
    }

    /// @notice Tells what the module is called.
    /// @return moduleName Its name.
    function name() external pure returns (string memory moduleName) {
        return "OwnableValidator";
    }

    /// @notice Tells which version of the module this is.
    /// @return moduleVersion v1's version.
    function version() external pure returns (string memory moduleVersion) {
        return "1.0.0";
    }

    /// @notice Tells whether an account has the module installed.
    /// @param account The account.
    /// @return initialized Whether it has owners here.
    function isInitialized(address account) public view returns (bool initialized) {
        return threshold[account] != 0;
    }

    /// @notice Tells the owners of an account.
    /// @param account The account.
    /// @return owners The one that was added last comes first: in descending order, where none was added or
    /// removed since the installation.
    function getOwners(address account) public view returns (address[] memory owners) {
        owners = new address[](ownerCount[account]);
        address owner = _END;
        for (uint256 i = 0; i < owners.length; ++i) {
            owner = _next[owner][account];
            owners[i] = owner;
        }
    }

    /// @dev Puts an owner before all others.
    function _add(address owner) private {
        if (owner == _END) revert LinkedList_InvalidEntry(owner);
        if (_next[owner][msg.sender] != address(0)) revert LinkedList_EntryAlreadyInList(owner);
        _next[owner][msg.sender] = _next[_END][msg.sender];
        _next[_END][msg.sender] = owner;
        emit OwnerAdded(msg.sender, owner);
    }

    function _remove(address prevOwner, address owner) private {
        _next[prevOwner][msg.sender] = _next[owner][msg.sender];
        delete _next[owner][msg.sender];
        emit OwnerRemoved(msg.sender, owner);
    }

    function _ownersSigned(
        address account,
        bytes32 hash,
        bytes calldata signature
    ) private view returns (bool) {
        uint256 needed = threshold[account];
        if (needed == 0) return false;
        address[] memory signers = _recoverAll(hash, signature, needed);
        uint256 signed = 0;
        for (uint256 i = 0; i < signers.length; ++i) {
            bool isOwner = signers[i] != _END && _next[signers[i]][account] != address(0);
            if (isOwner && !_contains(signers, signers[i], i)) ++signed;
        }
        return signed >= needed;
    }

    /// @dev Who has signed, the zero address for each signature that is nobody's. Too few signers are an error,
    /// whoever they are; the wrong ones are a "no".
    function _recoverAll(
        bytes32 hash,
        bytes memory signatures,
        uint256 needed
    ) private view returns (address[] memory signers) {
        signers = new address[](signatures.length / _SIGNATURE_LENGTH);
        if (signers.length < needed) revert InvalidSignature();
        uint256 recovered = 0;
        for (uint256 i = 0; i < signers.length; ++i) {
            signers[i] = _recover(hash, signatures, i * _SIGNATURE_LENGTH);
            if (signers[i] != address(0)) ++recovered;
        }
        if (recovered < needed) revert InvalidSignature();
    }

    /// @dev The zero address where the signature that starts at `offset` is nobody's.
    function _recover(
        bytes32 hash,
        bytes memory signatures,
        uint256 offset
    ) private view returns (address signer) {
        bytes32 r = bytes32(_word(signatures, offset));
        uint256 s = _word(signatures, offset + 32);
        uint8 v = uint8(signatures[offset + 64]);
        if (v == 0) return _askContract(address(uint160(uint256(r))), hash, signatures, s);
        if (v > 30) {
            v -= _ETH_SIGN_OFFSET;
            hash = _withPrefix(hash);
        }
        return ecrecover(hash, v, r, bytes32(s));
    }

    /// @dev Asks an owner that is a contract; its revert is everybody's. Nobody has signed where its signature
    /// is not within the signatures; where that cannot be told without overflow, it is a panic. A start so high
    /// that it wraps around reads what is before the signatures: nobody has signed either, but which of the two
    /// it is depends on what the memory holds there, and differs from v1.
    function _askContract(
        address owner,
        bytes32 hash,
        bytes memory signatures,
        uint256 start
    ) private view returns (address signer) {
        uint256 length = _word(signatures, start);
        if (length + start + 32 > signatures.length) return address(0);
        bytes memory signature = new bytes(length);
        for (uint256 i = 0; i < length; ++i) signature[i] = signatures[start + 32 + i];
        return IERC1271(owner).isValidSignature(hash, signature) == _VALID_SIGNATURE ? owner : address(0);
    }

    /// @dev Also reads what is behind the data, as v1 does before it asks for the length.
    function _word(bytes memory data, uint256 offset) private pure returns (uint256 word) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            word := mload(add(add(data, 32), offset))
        }
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

    /// @dev Among the first `count` signers.
    function _contains(address[] memory signers, address owner, uint256 count) private pure returns (bool) {
        for (uint256 i = 0; i < count; ++i) {
            if (signers[i] == owner) return true;
        }
        return false;
    }
}
