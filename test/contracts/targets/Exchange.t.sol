// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { ReentrancyGuard } from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import { Exchange } from "../../../contracts/targets/Exchange.sol";
import { Token } from "../../../contracts/targets/Token.sol";
import { ExchangeHandler } from "../handlers/ExchangeHandler.sol";
import { Test } from "../helpers/Test.sol";
import { FeeToken } from "../mocks/FeeToken.sol";
import { ReentrantToken } from "../mocks/ReentrantToken.sol";

contract ExchangeTest is Test {
    uint256 private constant TOKENS = 1000 ether;

    Exchange private _exchange;
    Token private _token;
    ExchangeHandler private _handler;
    bool private _takesNothing;
    bool private _sellsMore;

    error TakesNothing();

    function setUp() external {
        _exchange = new Exchange();
        _token = new Token();
        _token.mint(address(this), type(uint128).max);
        _token.approve(address(_exchange), type(uint256).max);
        VM.deal(address(this), type(uint128).max);
        _exchange.addLiquidity{ value: 10 ether }(address(_token), TOKENS);
        _handler = new ExchangeHandler{ value: 1_000_000 ether }(new Exchange());
    }

    receive() external payable {
        _whenPaid();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev What the pools say they hold is there.
    function invariant_OwesNoMoreThanItHolds() external view {
        Exchange exchange = _handler.EXCHANGE();
        uint256 owed;
        for (uint256 i; i < 2; ++i) {
            Token token = _handler.tokens(i);
            (uint256 value, uint256 amount, uint256 shares) = exchange.pools(address(token));
            owed += value;
            VM.assertLe(amount, token.balanceOf(address(exchange)), "tokens");
            VM.assertEq(
                shares,
                exchange.sharesOf(address(token), address(_handler)) + exchange.LOCKED_SHARES(),
                "shares"
            );
        }
        VM.assertLe(owed, address(exchange).balance, "value");
    }

    function invariant_TakesFromNoShare() external view {
        VM.assertEq(_handler.hasLost(), false, "k of a share");
    }

    function test_HasTheSelectorThatIsGranted() external pure {
        VM.assertEq(uint32(Exchange.swap.selector), 0x6d069a67, "swap");
    }

    function testFuzz_BuysByTheConstantProductLessAFee(uint96 paid) external {
        paid = uint96(_within(paid, 1, type(uint96).max));
        uint256 expected = (uint256(paid) * 997 * TOKENS) / (10 ether * 1000 + uint256(paid) * 997);
        VM.expectEmit(address(_exchange));
        emit Exchange.Swapped(address(this), address(_token), STRANGER, paid, expected);
        VM.assertEq(
            _exchange.swap{ value: paid }(address(_token), expected, STRANGER),
            expected,
            "amount out"
        );
        VM.assertEq(_token.balanceOf(STRANGER), expected, "tokens");
        (uint256 value, uint256 amount, ) = _exchange.pools(address(_token));
        VM.assertLe(10 ether * TOKENS, value * amount, "k");
        VM.assertEq(address(_exchange).balance, value, "value");
    }

    function testFuzz_SellsByTheConstantProductLessAFee(uint96 amount) external {
        amount = uint96(_within(amount, 1000, type(uint96).max));
        uint256 expected = (uint256(amount) * 997 * 10 ether) / (TOKENS * 1000 + uint256(amount) * 997);
        VM.expectEmit(address(_exchange));
        emit Exchange.Sold(address(this), address(_token), STRANGER, amount, expected);
        VM.assertEq(_exchange.sell(address(_token), amount, expected, STRANGER), expected, "value out");
        VM.assertEq(STRANGER.balance, expected, "paid");
        (uint256 value, uint256 tokens, ) = _exchange.pools(address(_token));
        VM.assertLe(10 ether * TOKENS, value * tokens, "k");
        VM.assertEq(address(_exchange).balance, value, "value");
        VM.assertEq(_token.balanceOf(address(_exchange)), tokens, "tokens");
    }

    function testFuzz_BringsNothingToBuyAndToSell(uint96 paid) external {
        paid = uint96(_within(paid, 1000, type(uint96).max));
        uint256 bought = _exchange.swap{ value: paid }(address(_token), 0, address(this));
        VM.assertLe(_exchange.sell(address(_token), bought, 0, address(this)), paid, "value");
    }

    function testFuzz_RefusesToSellForLessThanIsWanted(uint96 amount, uint256 more) external {
        amount = uint96(_within(amount, 1000, type(uint96).max));
        uint256 out = (uint256(amount) * 997 * 10 ether) / (TOKENS * 1000 + uint256(amount) * 997);
        uint256 wanted = _within(more, out + 1, type(uint256).max);
        VM.expectRevert(abi.encodeWithSelector(Exchange.TooLittleOut.selector, out, wanted));
        _exchange.sell(address(_token), amount, wanted, STRANGER);
    }

    function test_RefusesToSellToAPoolThatThereIsNotAndToWhomTakesNothing() external {
        VM.expectRevert(abi.encodeWithSelector(Exchange.NoLiquidity.selector, STRANGER));
        _exchange.sell(STRANGER, 1, 0, address(this));
        VM.expectRevert(abi.encodeWithSelector(Exchange.TooLittleOut.selector, 0, 0));
        _exchange.sell(address(_token), 1, 0, address(this));
        _takesNothing = true;
        uint256 out = (uint256(1 ether) * 997 * 10 ether) / (TOKENS * 1000 + uint256(1 ether) * 997);
        VM.expectRevert(abi.encodeWithSelector(Exchange.PaymentRefused.selector, address(this), out));
        _exchange.sell(address(_token), 1 ether, 0, address(this));
    }

    function test_RefusesToBeCalledWhileItPaysForTokens() external {
        _sellsMore = true;
        uint256 out = (uint256(1 ether) * 997 * 10 ether) / (TOKENS * 1000 + uint256(1 ether) * 997);
        VM.expectRevert(abi.encodeWithSelector(Exchange.PaymentRefused.selector, address(this), out));
        _exchange.sell(address(_token), 1 ether, 0, address(this));
    }

    function test_TakesAWrongPriceBackFromWhoOpensAPoolAtIt() external {
        Token other = new Token();
        other.mint(address(this), 200 ether);
        other.approve(address(_exchange), 200 ether);
        _exchange.addLiquidity{ value: 0.01 ether }(address(other), 1);
        // Meant is 1 ether for 100 tokens: who sells so many takes what the pool was opened with.
        VM.assertLe(
            0.0099 ether,
            _exchange.sell(address(other), 1 ether, 0, address(this)),
            "of the opener's"
        );
        _exchange.swap{ value: 0.1 ether }(address(other), 0, address(this));
        (uint256 value, uint256 amount, ) = _exchange.pools(address(other));
        uint256 needed = (1 ether * amount + value - 1) / value;
        _exchange.addLiquidity{ value: 1 ether }(address(other), needed);
    }

    function testFuzz_RefusesToBuyForLessThanIsWanted(uint96 paid, uint256 more) external {
        paid = uint96(_within(paid, 1, type(uint96).max));
        uint256 out = (uint256(paid) * 997 * TOKENS) / (10 ether * 1000 + uint256(paid) * 997);
        uint256 wanted = _within(more, out + 1, type(uint256).max);
        VM.expectRevert(abi.encodeWithSelector(Exchange.TooLittleOut.selector, out, wanted));
        _exchange.swap{ value: paid }(address(_token), wanted, STRANGER);
    }

    function test_RefusesToBuyForNothing() external {
        VM.expectRevert(abi.encodeWithSelector(Exchange.TooLittleOut.selector, 0, 0));
        _exchange.swap(address(_token), 0, STRANGER);
    }

    function test_RefusesToBuyWhatHasNoPoolAndForNobody() external {
        VM.expectRevert(abi.encodeWithSelector(Exchange.NoLiquidity.selector, STRANGER));
        _exchange.swap{ value: 1 }(STRANGER, 0, address(this));
        VM.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        _exchange.swap{ value: 1 }(address(_token), 0, address(0));
    }

    function testFuzz_GivesBackNoMoreThanWasAdded(uint96 paid) external {
        paid = uint96(_within(paid, 1, type(uint96).max));
        uint256 needed = uint256(paid) * 100;
        (uint256 value, uint256 tokens) = (address(this).balance, _token.balanceOf(address(this)));
        uint256 shares = _exchange.addLiquidity{ value: paid }(address(_token), needed);
        _exchange.removeLiquidity(address(_token), shares, 0, 0);
        VM.assertLe(address(this).balance, value, "value");
        VM.assertLe(_token.balanceOf(address(this)), tokens, "tokens");
    }

    function test_RefusesLiquidityAtAnotherPrice() external {
        VM.expectRevert(abi.encodeWithSelector(Exchange.PriceMoved.selector, 100 ether, 100 ether - 1));
        _exchange.addLiquidity{ value: 1 ether }(address(_token), 100 ether - 1);
        VM.expectRevert(abi.encodeWithSelector(Exchange.PriceMoved.selector, 100 ether, 102 ether));
        _exchange.addLiquidity{ value: 1 ether }(address(_token), 102 ether);
        uint256 before = _token.balanceOf(address(this));
        _exchange.addLiquidity{ value: 1 ether }(address(_token), 101 ether);
        VM.assertEq(before - _token.balanceOf(address(this)), 100 ether, "taken");
    }

    function test_RefusesAPoolThatIsTooSmall() external {
        Token other = new Token();
        VM.expectRevert(abi.encodeWithSelector(Exchange.NoLiquidity.selector, address(other)));
        _exchange.addLiquidity{ value: 0.01 ether - 1 }(address(other), 1 ether);
        VM.expectRevert(abi.encodeWithSelector(Exchange.NoLiquidity.selector, address(other)));
        _exchange.addLiquidity{ value: 1 ether }(address(other), 0);
    }

    function test_RefusesToGiveBackSharesThatSomebodyDoesNotHave() external {
        VM.prank(STRANGER);
        VM.expectRevert(abi.encodeWithSelector(Exchange.NotEnoughShares.selector, 0, 1));
        _exchange.removeLiquidity(address(_token), 1, 0, 0);
        VM.expectRevert(
            abi.encodeWithSelector(
                Exchange.NotEnoughShares.selector,
                _exchange.sharesOf(address(_token), address(this)),
                0
            )
        );
        _exchange.removeLiquidity(address(_token), 0, 0, 0);
    }

    function test_RefusesToGiveBackLessThanIsWantedOrToWhomTakesNothing() external {
        VM.expectRevert(abi.encodeWithSelector(Exchange.TooLittleOut.selector, 0.1 ether, 0.1 ether + 1));
        _exchange.removeLiquidity(address(_token), 1 ether, 0.1 ether + 1, 0);
        VM.expectRevert(abi.encodeWithSelector(Exchange.TooLittleOut.selector, 10 ether, 10 ether + 1));
        _exchange.removeLiquidity(address(_token), 1 ether, 0, 10 ether + 1);
        _takesNothing = true;
        VM.expectRevert(abi.encodeWithSelector(Exchange.PaymentRefused.selector, address(this), 0.1 ether));
        _exchange.removeLiquidity(address(_token), 1 ether, 0, 0);
    }

    function test_RefusesATokenThatTakesAFee() external {
        FeeToken fee = new FeeToken();
        fee.mint(address(this), 2e18);
        fee.approve(address(_exchange), 1e18);
        VM.expectRevert(abi.encodeWithSelector(Exchange.WrongAmountArrived.selector, 1e18 - 1, 1e18));
        _exchange.addLiquidity{ value: 1 ether }(address(fee), 1e18);
        // One that begins to take a fee when it has a pool.
        fee.setFee(0);
        _exchange.addLiquidity{ value: 1 ether }(address(fee), 1e18);
        fee.setFee(1);
        uint256 out = (uint256(1 ether) * 997 * 1e18) / (1 ether * 1000 + uint256(1 ether) * 997);
        VM.expectRevert(abi.encodeWithSelector(Exchange.WrongAmountArrived.selector, out - 1, out));
        _exchange.swap{ value: 1 ether }(address(fee), 0, STRANGER);
        fee.approve(address(_exchange), 1e18);
        VM.expectRevert(abi.encodeWithSelector(Exchange.WrongAmountArrived.selector, 1e17 - 1, 1e17));
        _exchange.sell(address(fee), 1e17, 0, STRANGER);
    }

    function test_RefusesToBuyForItself() external {
        uint256 out = (uint256(1 ether) * 997 * TOKENS) / (10 ether * 1000 + uint256(1 ether) * 997);
        VM.expectRevert(abi.encodeWithSelector(Exchange.WrongAmountArrived.selector, 0, out));
        _exchange.swap{ value: 1 ether }(address(_token), 0, address(_exchange));
    }

    function test_RefusesToBeCalledWhileItSells() external {
        ReentrantToken token = new ReentrantToken{ value: 1 ether }(_exchange);
        token.approve(address(_exchange), 1e24);
        _exchange.addLiquidity{ value: 1 ether }(address(token), 1e24);
        VM.expectRevert(abi.encodeWithSelector(ReentrancyGuard.ReentrancyGuardReentrantCall.selector));
        _exchange.swap{ value: 1 ether }(address(token), 0, address(this));
    }

    function test_RefusesValueThatBuysNothing() external {
        (bool taken, ) = address(_exchange).call{ value: 1 ether }("");
        VM.assertEq(taken, false, "taken");
    }

    function _whenPaid() private {
        if (_takesNothing) revert TakesNothing();
        if (_sellsMore) _exchange.sell(address(_token), 1 ether, 0, address(this));
    }
}
